import { type Grouping, groupPositions } from './grouping.ts';
import { type NearestPlaces, nearestPlaces } from './nearest-places.ts';
import type { Helper } from './people-queries.ts';
import type { Seat } from './shortages.ts';

type Position = readonly [lon: number, lat: number];

/**
 * The helpers with where they usually are: the cells assigned to them, else their station. Places lie behind one another,
 * for a list of thousands of gaps looks at those of thousands of people for each.
 */
export type Neighbours = {
  people: readonly Helper[];
  /** Who is assigned to a cell. */
  ofCell: (cellId: number) => readonly Helper[];
  /** Of each place its degrees and whose it is, as an index. */
  lons: Float64Array;
  lats: Float64Array;
  owners: Int32Array;
  placeless: readonly Helper[];
  /** The places of those who fit a requirement or are on duty, worked out when first asked for. */
  chosen: Map<string, NearestPlaces>;
};

export function neighboursOf(
  helpers: readonly Helper[],
  seats: readonly Seat[],
  positionOf: (cellId: number) => Position | null,
): Neighbours {
  const places = placeList(seats.length + helpers.length);
  const indexOf = new Map(helpers.map(({ id }, index) => [id, index]));
  const seated = seatColumns(seats, indexOf);
  for (let seat = 0; seat < seated.cells.length; seat++) {
    const position = positionOf(seated.cells[seat] ?? 0);
    if (position) places.add(seated.owners[seat] ?? 0, position);
  }
  const isPlaced = new Uint8Array(helpers.length);
  for (const owner of places.owners()) isPlaced[owner] = 1;
  const placeless: Helper[] = [];
  helpers.forEach((helper, owner) => {
    if (isPlaced[owner]) return;
    if (helper.station) places.add(owner, helper.station);
    else placeless.push(helper);
  });
  return {
    people: helpers,
    ofCell: finderOf(groupPositions(seated.cells), seated.owners, helpers),
    ...places.columns(),
    placeless,
    chosen: new Map(),
  };
}

/** The cells in which helpers have a seat, and whose it is. */
function seatColumns(seats: readonly Seat[], indexOf: ReadonlyMap<number, number>) {
  const [cells, owners] = [new Float64Array(seats.length), new Int32Array(seats.length)];
  let count = 0;
  for (const { personId, place } of seats) {
    const owner = place > 0 ? indexOf.get(personId) : undefined;
    if (owner === undefined) continue;
    cells[count] = place;
    owners[count++] = owner;
  }
  return { cells: cells.subarray(0, count), owners: owners.subarray(0, count) };
}

function finderOf({ slotOf, starts, positions }: Grouping, owners: Int32Array, helpers: readonly Helper[]) {
  return (cellId: number): Helper[] => {
    const slot = slotOf(cellId);
    if (slot < 0) return [];
    const own = [...positions.subarray(starts[slot], starts[slot + 1])].map((seat) => owners[seat] ?? -1);
    return [...new Set(own)].sort((a, b) => a - b).flatMap((owner) => helpers[owner] ?? []);
  };
}

function placeList(most: number) {
  const [lons, lats, owners] = [new Float64Array(most), new Float64Array(most), new Int32Array(most)];
  let count = 0;
  return {
    add: (owner: number, [lon, lat]: Position) => {
      lons[count] = lon;
      lats[count] = lat;
      owners[count++] = owner;
    },
    owners: () => owners.subarray(0, count),
    columns: () => ({
      lons: lons.subarray(0, count),
      lats: lats.subarray(0, count),
      owners: owners.subarray(0, count),
    }),
  };
}

type Distant = { one: Helper; distance: number };

/**
 * The few of those who are wanted whose usual place is nearest, without those who are to be left out; `key` stands for who
 * is wanted. Of the equally near the lower id comes first.
 */
export function nearestHelpers(
  neighbours: Neighbours,
  [lon, lat]: Position,
  { key, isWanted, isLeftOut }: Wanted,
  count: number,
): Helper[] {
  const { people, owners } = neighbours;
  let nearest: readonly Distant[] = [];
  placesOf(neighbours, key, isWanted)(lon, lat, (place, distance) => {
    const one = people[owners[place] ?? -1];
    if (one && !isLeftOut(one)) nearest = withNearer(nearest, { one, distance }, count);
    return nearest[count - 1]?.distance ?? Number.POSITIVE_INFINITY;
  });
  return nearest.map(({ one }) => one);
}

type Wanted = {
  key: string;
  isWanted: (one: Helper) => boolean;
  isLeftOut: (one: Helper) => boolean;
};

function placesOf(
  { people, lons, lats, owners, chosen }: Neighbours,
  key: string,
  isWanted: Wanted['isWanted'],
): NearestPlaces {
  const known = chosen.get(key);
  if (known) return known;
  const isOf = people.map(isWanted);
  const places = nearestPlaces(lons, lats, (place) => isOf[owners[place] ?? -1] ?? false);
  chosen.set(key, places);
  return places;
}

/** Each once, with the nearest of their places. */
function withNearer(nearest: readonly Distant[], other: Distant, count: number): readonly Distant[] {
  const same = nearest.find(({ one }) => one === other.one);
  if (same && same.distance <= other.distance) return nearest;
  return [...nearest.filter((known) => known !== same), other]
    .sort((a, b) => a.distance - b.distance || a.one.id - b.one.id)
    .slice(0, count);
}
