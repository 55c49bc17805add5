/** Hours of the week in local time in which somebody can be called on; days from 1 for Monday. */
export type AvailableHours = { days: readonly number[]; from: string; to: string };

/** Where somebody is assigned, in which role and when; epoch ms, `to` is Infinity while there is no end. */
type Assigned = {
  /** A cell's id, or an area's with a minus: `placeOfArea`. */
  place: number;
  role: string;
  from: number;
  to: number;
};

/** All that rules ask of a person. Epoch ms, half-open, Infinity where there is no end. */
export type PersonFacts = {
  id: number;
  kind: string;
  skills: readonly string[];
  /** The first instant at which the person is with us, -Infinity where that is not known. */
  joinedAt: number;
  /** The first instant at which the person is no longer with us. */
  leftAt: number;
  /** Null is unstated and counts as any hour. */
  availability: readonly AvailableHours[] | null;
  certificates: readonly { skill: string; from: number; to: number }[];
  teams: readonly { kind: string; from: number; to: number }[];
  assigned: readonly Assigned[];
};

/** Cells and areas are numbered on their own; as places an area's number is negative. */
export function placeOfArea(areaId: number): number {
  return -areaId;
}
