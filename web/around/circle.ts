import type { LonLat } from '../plan-editor/borders/position.ts';

const metresADegree = 111_320;
const corners = 64;

/** A closed ring about a middle that passes through a point, as round on the ground as the map shows it. */
export function circleThrough([lon, lat]: LonLat, [onLon, onLat]: LonLat): LonLat[] {
  const shrink = Math.cos((lat * Math.PI) / 180);
  const radius = Math.hypot((onLon - lon) * shrink, onLat - lat);
  const ring = Array.from({ length: corners }, (_, index): LonLat => {
    const angle = (index / corners) * 2 * Math.PI;
    return [
      Number((lon + (radius / shrink) * Math.cos(angle)).toFixed(7)),
      Number((lat + radius * Math.sin(angle)).toFixed(7)),
    ];
  });
  const [first] = ring;
  return first ? [...ring, first] : [];
}

/** So short a drag is none. */
export const isTiny = ([lon, lat]: LonLat, [onLon, onLat]: LonLat) =>
  Math.hypot(onLon - lon, onLat - lat) * metresADegree < 1;
