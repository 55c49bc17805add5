import type { PointKind } from '../points/kinds.ts';
import type { DemoCell, Outing } from './outings.ts';
import type { Random } from './random.ts';

/** A place to be visited of the demonstration. */
export type DemoPoint = {
  label: string;
  kind: PointKind;
  at: readonly [lon: number, lat: number];
  key: boolean;
  /** The label of the house that a camp stands for. */
  replaces: string | null;
};

const villagesWithHouseholds = 6;
const householdsOfVillage = 12;

/**
 * Households of some villages without names, on the way of patrols and off it; the gate of every school, checkpoints in
 * forests, and the camps of a few herders.
 */
export function demonstrationPoints(
  cells: readonly DemoCell[],
  usages: ReadonlyMap<number, string>,
  random: Random,
): DemoPoint[] {
  const near = ([lon, lat]: readonly [number, number], degrees: number): [number, number] => [
    lon + random.between(-degrees, degrees),
    lat + random.between(-degrees, degrees) * 0.7,
  ];
  const villages = [
    ...new Set(cells.filter(({ ownerKind }) => ownerKind === 'village').map(({ ownerCode }) => ownerCode)),
  ];
  const households = villages.slice(0, villagesWithHouseholds).flatMap((village, place) => {
    const own = cells.filter(({ ownerCode }) => ownerCode === village);
    return Array.from({ length: householdsOfVillage }, (_, index): DemoPoint => {
      const cell = own[index % own.length] ?? own[0];
      const isOnTheWay = index % 4 !== 3;
      const at = cell?.at ?? [119.75, 49.14];
      return {
        label: `${place + 1}-${String(index + 1).padStart(3, '0')}`,
        kind: 'household',
        at: near(at, isOnTheWay ? 0.0004 : 0.012),
        key: index % 6 === 0,
        replaces: null,
      };
    });
  });
  const gates = cells
    .filter(({ id }) => usages.get(id) === 'school')
    .map(
      ({ at }, index): DemoPoint => ({
        label: `校门 ${index + 1}`,
        kind: 'gate',
        at,
        key: true,
        replaces: null,
      }),
    );
  const checkpoints = cells
    .filter(({ ownerKind }) => ownerKind === 'forest')
    .slice(0, 4)
    .map(
      ({ at }, index): DemoPoint => ({
        label: `检查站 ${index + 1}`,
        kind: 'checkpoint',
        at,
        key: false,
        replaces: null,
      }),
    );
  const camps = households
    .filter((_, index) => index % householdsOfVillage === 1)
    .slice(0, 3)
    .map(
      ({ label, at }): DemoPoint => ({
        label: `${label} 夏营地`,
        kind: 'camp',
        at: near(at, 0.02),
        key: false,
        replaces: label,
      }),
    );
  return [...households, ...gates, ...checkpoints, ...camps];
}

/** A road along which a vehicle goes from stop to stop; empty where there is none. */
export function demonstrationRoad(outings: readonly Outing[]): (readonly [number, number])[] {
  const driven = outings.find(({ mode, stops }) => mode === 'vehicle' && stops.length >= 3);
  return driven ? driven.stops.slice(0, 6).map(([lon, lat]): [number, number] => [lon, lat]) : [];
}
