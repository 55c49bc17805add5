import { readFileSync } from 'node:fs';
import type { Point } from './arrangement.ts';
import { pointsOf } from './borders.ts';

type DemoAreaKind = 'district' | 'township' | 'station' | 'village' | 'community' | 'forest';
export type DemoArea = {
  kind: DemoAreaKind;
  code: string;
  name: string;
  parentCode: string | undefined;
  households: number | undefined;
  geometry: { type: 'MultiPolygon'; coordinates: Point[][][] };
};
type StoredArea = {
  kind: DemoAreaKind;
  code: string;
  name: string;
  parent?: string;
  households?: number;
  polygons: number[][][];
};

/** The areas of the demonstration district, parents before children. Only the outline of the district is real. */
export function demonstrationAreas(): DemoArea[] {
  const file: { arcs: Point[][]; areas: StoredArea[] } = JSON.parse(
    readFileSync(new URL('ewenki.json', import.meta.url), 'utf8'),
  );
  return file.areas.map(({ kind, code, name, parent, households, polygons }) => ({
    kind,
    code,
    name,
    parentCode: parent,
    households,
    geometry: {
      type: 'MultiPolygon',
      coordinates: polygons.map((polygon) => polygon.map((ring) => pointsOf(file.arcs, ring))),
    },
  }));
}
