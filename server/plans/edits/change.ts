import type { FlatPolygon } from '../../geo/wkb.ts';
import type { Outline } from '../cell-store.ts';
import type { LoadedCell } from '../load-cells.ts';
import type { Attributes, Position } from './edit.ts';

/** A cell that an edit makes or changes. */
export type MadeCell = {
  outline: Outline;
  /** The cell that it goes on being: it keeps what the plan says of that one, its code too. */
  continues?: LoadedCell;
  /** The cell that it is cut from: it takes its owner, usage and class, and a new code. */
  cutFrom?: LoadedCell;
  /** It gets a new code, whatever it had. */
  renumber?: true;
  set?: Attributes;
};

/** What an edit does to the cells of a plan: `removed` leave it, `made` come; both by the cells as they were loaded. */
export type Change = {
  removed: LoadedCell[];
  made: MadeCell[];
  /** Land declared to be nobody's. */
  exclusions?: FlatPolygon[];
};

/** Why an edit cannot be, in both languages, and where. */
export type Refusal = {
  refused: string;
  english: string;
  chinese: string;
  place?: { type: 'Point'; coordinates: Position } | { type: 'LineString'; coordinates: Position[] };
};

export const isRefusal = (result: Change | Refusal): result is Refusal => 'refused' in result;

export const nameOf = ({ name, code, id }: LoadedCell) => name || code || String(id);

/** A refusal at a cell: its first position says where. */
export function refuseAt(
  cell: LoadedCell | undefined,
  refused: string,
  english: string,
  chinese: string,
): Refusal {
  const [lon, lat] = cell?.outline[0]?.[0] ?? [];
  const place =
    lon === undefined || lat === undefined
      ? {}
      : { place: { type: 'Point' as const, coordinates: [lon, lat] as Position } };
  return { refused, english, chinese, ...place };
}
