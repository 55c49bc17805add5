import { type E7, metresBetween } from './distance.ts';

/**
 * The positions of a line that are needed to stay within a tolerance of all of them (Douglas and Peucker 1973), the
 * first and last among them. Distances are taken on a plane at the line's own latitude.
 */
export function simplifyLine<P extends E7>(line: readonly P[], toleranceMetres: number): P[] {
  if (line.length < 3) return [...line];
  const kept = new Uint8Array(line.length);
  kept[0] = kept[line.length - 1] = 1;
  const spans: [number, number][] = [[0, line.length - 1]];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span;
    const { index, metres } = furthest(line, from, to);
    if (metres <= toleranceMetres) continue;
    kept[index] = 1;
    spans.push([from, index], [index, to]);
  }
  return line.filter((_, index) => kept[index]);
}

function furthest(line: readonly E7[], from: number, to: number): { index: number; metres: number } {
  const [a, b] = [line[from] as E7, line[to] as E7];
  const best = { index: from, metres: 0 };
  const east = Math.cos(((a.latE7 / 1e7) * Math.PI) / 180);
  const [dx, dy] = [(b.lonE7 - a.lonE7) * east, b.latE7 - a.latE7];
  const squared = dx * dx + dy * dy;
  for (let index = from + 1; index < to; index++) {
    const p = line[index] as E7;
    const [px, py] = [(p.lonE7 - a.lonE7) * east, p.latE7 - a.latE7];
    const along = squared === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / squared));
    const metres = metresBetween(p, {
      lonE7: a.lonE7 + along * (b.lonE7 - a.lonE7),
      latE7: a.latE7 + along * (b.latE7 - a.latE7),
    });
    if (metres > best.metres) {
      best.index = index;
      best.metres = metres;
    }
  }
  return best;
}
