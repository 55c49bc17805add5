import type { ReportedFix } from '../../server/tracks/fix.ts';

export const gpxType = { 'content-type': 'application/gpx+xml' };

type Placed = Pick<ReportedFix, 'recordedAt' | 'lon' | 'lat'>;

/** A recorded track as a phone gives it out. */
export function gpxFile(fixes: readonly Placed[]): string {
  const points = fixes.map(
    ({ recordedAt, lon, lat }) =>
      `<trkpt lat="${lat.toFixed(7)}" lon="${lon.toFixed(7)}"><time>${new Date(recordedAt).toISOString()}</time></trkpt>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?><gpx version="1.1" creator="test" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>${points.join('')}</trkseg></trk></gpx>`;
}

/**
 * Somebody who walks a box up and down from its western edge, every ten seconds at 1.4 m/s, in lines so many metres
 * apart, from an instant in milliseconds.
 */
export function mow(
  [west, south, east, north]: readonly [number, number, number, number],
  begin: number,
  apartMetres = 45,
): Placed[] {
  const metresEast = 111_320 * Math.cos((((south + north) / 2) * Math.PI) / 180);
  const metresNorth = 111_210;
  const step = 14;
  const [wide, high] = [(east - west) * metresEast, (north - south) * metresNorth];
  const way: [x: number, y: number][] = [];
  const lines = Math.floor(wide / apartMetres);
  for (let line = 0; line < lines; line++) {
    const x = (line + 0.5) * apartMetres;
    const up = Array.from({ length: Math.floor(high / step) }, (_, index) => (index + 0.5) * step);
    for (const y of line % 2 === 0 ? up : up.toReversed()) way.push([x, y]);
    // Along the edge to the next line, no further between two positions than anybody walks.
    const end = way.at(-1)?.[1] ?? 0;
    if (line + 1 < lines) for (let over = step; over < apartMetres; over += step) way.push([x + over, end]);
  }
  return way.map(([x, y], index) => ({
    recordedAt: begin + index * 10_000,
    lon: west + x / metresEast,
    lat: south + y / metresNorth,
  }));
}
