import type { TrackFix, TrackFixes } from './drawn-fixes.ts';
import { drawTrack } from './line.ts';

/** A track as GPX 1.1: its good fixes with their times, a segment for every stretch between gaps in reporting. */
export function gpxDocument(name: string, { fixes, thresholds }: TrackFixes): string {
  const segments = drawTrack(thresholds, fixes).runs.map(
    (run) => `<trkseg>\n${run.map(pointOf).join('\n')}\n</trkseg>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="Gridwarden" xmlns="http://www.topografix.com/GPX/1/1">
<trk><name>${escapeXml(name)}</name>
${segments.join('\n')}
</trk>
</gpx>
`;
}

function pointOf({ lonE7, latE7, at, altitudeMetres, speedMetresPerSecond }: TrackFix): string {
  const altitude = altitudeMetres === null ? '' : `<ele>${altitudeMetres}</ele>`;
  const speed =
    speedMetresPerSecond === null ? '' : `<extensions><speed>${speedMetresPerSecond}</speed></extensions>`;
  const time = `<time>${new Date(at).toISOString()}</time>`;
  return `<trkpt lat="${latE7 / 1e7}" lon="${lonE7 / 1e7}">${altitude}${time}${speed}</trkpt>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
