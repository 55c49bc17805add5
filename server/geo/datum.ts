import gcoord from 'gcoord';
import type { Outline } from './geojson.ts';
import type { LonLat } from './position.ts';

/** What a source's coordinates mean. Storage is WGS-84; everything else is converted at the door. */
export type Datum = { kind: 'wgs84' } | { kind: 'gcj02' } | { kind: 'bd09' } | { kind: 'epsg'; srid: number };

/** The two datums of Chinese web maps, which shift positions by some hundred metres. */
export type ShiftedDatum = 'gcj02' | 'bd09';

const systems = { gcj02: gcoord.GCJ02, bd09: gcoord.BD09 } as const;

/** Reads `wgs84`, `gcj02`, `bd09` or `epsg:NNNN`, in any case; undefined for anything else. */
export function parseDatum(text: string): Datum | undefined {
  const name = text.trim().toLowerCase();
  if (name === 'wgs84' || name === 'gcj02' || name === 'bd09') return { kind: name };
  const srid = /^epsg:(\d{4,6})$/.exec(name)?.[1];
  return srid === undefined ? undefined : { kind: 'epsg', srid: Number(srid) };
}

/** The datum as it is written in requests. */
export function datumName(datum: Datum): string {
  return datum.kind === 'epsg' ? `epsg:${datum.srid}` : datum.kind;
}

/** A position of a Chinese web map in WGS-84, to a tenth of a millimetre. */
export function toWgs84(datum: ShiftedDatum, [lon, lat]: Readonly<LonLat>): LonLat {
  const system = systems[datum];
  let guess = gcoord.transform<[number, number]>([lon, lat], system, gcoord.WGS84);
  // gcoord's way back is up to 0.15 m off, its way there is exact: three corrections bring the error below 1e-9 degree.
  for (let round = 0; round < 3; round++) {
    const there = gcoord.transform<[number, number]>([guess[0], guess[1]], gcoord.WGS84, system);
    guess = [guess[0] + lon - there[0], guess[1] + lat - there[1]];
  }
  return [roundTo9(guess[0]), roundTo9(guess[1])];
}

/** The same outline in WGS-84. Equal positions stay equal, so borders that were shared stay shared. */
export function outlineToWgs84(datum: ShiftedDatum, outline: Outline): Outline {
  const moved = (rings: LonLat[][]) => rings.map((ring) => ring.map((position) => toWgs84(datum, position)));
  return outline.type === 'Polygon'
    ? { type: 'Polygon', coordinates: moved(outline.coordinates) }
    : { type: 'MultiPolygon', coordinates: outline.coordinates.map(moved) };
}

function roundTo9(degrees: number): number {
  return Math.round(degrees * 1e9) / 1e9;
}
