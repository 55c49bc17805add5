import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Outline } from '../../../server/geo/geojson.ts';
import type { LonLat } from '../../../server/geo/position.ts';
import { dataFolder } from '../../support/real-data.ts';

/** The polygons of a GeoJSON, GeometryCollection or TopoJSON file, exactly as they are in it. */
export function readOutlines(path: string): Outline[] {
  const bytes = readFileSync(join(dataFolder, path));
  const file = JSON.parse((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
  if (file.type === 'Topology') return outlinesOfTopology(file);
  if (file.type === 'GeometryCollection') return file.geometries;
  return file.features.map(({ geometry }: { geometry: Outline | null }) => geometry).filter(Boolean);
}

/** The geometries of a .tar.gz of GeoJSON files, by their names. */
export function readArchive(path: string): Map<string, Outline> {
  const tar = gunzipSync(readFileSync(join(dataFolder, path)));
  const outlines = new Map<string, Outline>();
  for (let at = 0; at + 512 <= tar.length; ) {
    const field = (from: number, length: number) =>
      tar.toString('utf8', at + from, at + from + length).replace(/\0.*$/s, '');
    const size = Number.parseInt(field(124, 12), 8) || 0;
    if (field(0, 100).endsWith('.json'))
      outlines.set(basename(field(0, 100)), JSON.parse(tar.toString('utf8', at + 512, at + 512 + size)));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return outlines;
}

type Arcs = number[][];
type Topology = {
  transform: { scale: LonLat; translate: LonLat };
  arcs: LonLat[][];
  objects: Record<string, { geometries: { type: string; arcs: Arcs | Arcs[] }[] }>;
};

function outlinesOfTopology({ transform: { scale, translate }, arcs, objects }: Topology): Outline[] {
  const lines = arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map(([dx, dy]): LonLat => {
      x += dx;
      y += dy;
      return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
    });
  });
  const ring = (indexes: number[]): LonLat[] =>
    indexes.flatMap((index, place) => {
      const line = index < 0 ? [...(lines[~index] ?? [])].reverse() : (lines[index] ?? []);
      return place === 0 ? line : line.slice(1);
    });
  return Object.values(objects).flatMap(({ geometries }) =>
    geometries.map(({ type, arcs: own }): Outline => {
      if (type === 'Polygon') return { type, coordinates: (own as Arcs).map(ring) };
      return { type: 'MultiPolygon', coordinates: (own as Arcs[]).map((polygon) => polygon.map(ring)) };
    }),
  );
}
