import type { Movement } from './movement.ts';

/** How far to each side of a leg is swept, in metres, by movement; half of the sweep width. */
export type Reach = Readonly<{
  foot: number;
  vehicle: number;
  /** Of somebody who stays and looks around: the range of detection itself. */
  lookout: number;
  /** A vehicle that goes faster sweeps nothing. */
  vehicleUpToMetresPerSecond: number;
}>;

/** METHODS B3: a street is searched at 25 m, by car up to 30 km/h. */
const amongHouses: Reach = { foot: 25, vehicle: 25, lookout: 25, vehicleUpToMetresPerSecond: 30 / 3.6 };
/** Sweep width 1.6 × the range of detection: 50 m in dense wood, 100 m in the open; 200 m along a track by vehicle. */
const inForest: Reach = {
  foot: 40,
  vehicle: 100,
  lookout: 50,
  vehicleUpToMetresPerSecond: Number.POSITIVE_INFINITY,
};
const inTheOpen: Reach = {
  foot: 80,
  vehicle: 100,
  lookout: 100,
  vehicleUpToMetresPerSecond: Number.POSITIVE_INFINITY,
};

const openUsages = new Set(['pasture', 'grassland', 'farmland', 'desert', 'wetland', 'water']);

/** What is swept in a place of this kind where no rule says otherwise. */
export function reachIn({ usage, ownerKind }: { usage: string | null; ownerKind: string | null }): Reach {
  if (usage === 'forest') return inForest;
  if (usage !== null && openUsages.has(usage)) return inTheOpen;
  return usage === null && ownerKind === 'forest' ? inForest : amongHouses;
}

/** Whether the ground is searched (METHODS B3: forest, grassland), and not a street that people walk along. */
export function isSearched(reach: Reach): boolean {
  return reach !== amongHouses;
}

/** Of a sweep width in metres that a rule asks for, however somebody moves. */
export function reachOfWidth(widthMetres: number): Reach {
  const metres = widthMetres / 2;
  return {
    foot: metres,
    vehicle: metres,
    lookout: metres,
    vehicleUpToMetresPerSecond: Number.POSITIVE_INFINITY,
  };
}

/** Metres to each side; 0 where nothing is swept. */
export function reachOf(reach: Reach, movement: Movement, metresPerSecond: number): number {
  if (movement !== 'vehicle') return reach[movement];
  return metresPerSecond <= reach.vehicleUpToMetresPerSecond ? reach.vehicle : 0;
}

/** What pixels have to be smaller than. */
export function narrowestOf({ foot, vehicle }: Reach): number {
  return Math.min(foot || vehicle, vehicle || foot);
}

export function farthestOf({ foot, vehicle, lookout }: Reach): number {
  return Math.max(foot, vehicle, lookout);
}
