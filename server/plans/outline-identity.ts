import type { FlatPolygon } from '../geo/wkb.ts';

const metresPerDegree = 111_320;
/** Two outlines closer than this everywhere are one. */
const identityMetres = 0.01;
const keyStepDegrees = 1e-6;
const slackDegrees = 1.5e-7;

/**
 * Sixteen bytes by which equal outlines are found: their bounds in steps of 11 cm. Vertices within straight stretches
 * do not count in it, and a centimetre moves it only near the edge of a step, which {@link outlineKeysNear} covers.
 */
export function outlineKey(outline: readonly FlatPolygon[]): Buffer {
  return keyOf(boundsOf(outline).map((value) => Math.floor(value / keyStepDegrees)));
}

/** The keys that an equal outline may have: its own, and its neighbours where its bounds are near a step's edge. */
export function outlineKeysNear(outline: readonly FlatPolygon[]): Buffer[] {
  let keys: number[][] = [[]];
  for (const value of boundsOf(outline)) {
    const low = Math.floor((value - slackDegrees) / keyStepDegrees);
    const high = Math.floor((value + slackDegrees) / keyStepDegrees);
    const steps = low === high ? [low] : [low, high];
    keys = keys.flatMap((key) => steps.map((step) => [...key, step]));
  }
  return keys.map(keyOf);
}

function keyOf(steps: number[]): Buffer {
  const key = Buffer.alloc(16);
  steps.forEach((step, index) => {
    key.writeInt32BE(step, index * 4);
  });
  return key;
}

function boundsOf(outline: readonly FlatPolygon[]): number[] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of outline.flat()) {
    for (let i = 0; i < ring.length; i += 2) {
      const [lon, lat] = [ring[i] ?? 0, ring[i + 1] ?? 0];
      west = Math.min(west, lon);
      east = Math.max(east, lon);
      south = Math.min(south, lat);
      north = Math.max(north, lat);
    }
  }
  return [west, south, east, north];
}

/** True where both outlines have the same vertices in the same order. */
export function identicalOutline(one: readonly FlatPolygon[], other: readonly FlatPolygon[]): boolean {
  const [a, b] = [one.flat(), other.flat()];
  if (one.length !== other.length || a.length !== b.length) return false;
  return a.every((ring, index) => {
    const twin = b[index];
    return twin?.length === ring.length && ring.every((value, place) => value === twin[place]);
  });
}

/**
 * True where every vertex of each outline lies within a centimetre of the other's border, so that vertices within
 * straight stretches, the place where a ring begins and its direction do not matter.
 */
export function sameOutline(one: readonly FlatPolygon[], other: readonly FlatPolygon[]): boolean {
  if (identicalOutline(one, other)) return true;
  const [a, b] = [one.flat(), other.flat()];
  if (a.length !== b.length) return false;
  return liesOn(a, b) && liesOn(b, a);
}

function liesOn(rings: readonly Float64Array[], border: readonly Float64Array[]): boolean {
  const shrink = Math.cos(((rings[0]?.[1] ?? 0) * Math.PI) / 180);
  return rings.every((ring) => {
    // Consecutive vertices lie on consecutive edges: the search begins where the last one ended.
    let near = { ring: 0, edge: 0 };
    for (let i = 0; i < ring.length; i += 2) {
      const found = edgeNear(border, near, ring[i] ?? 0, ring[i + 1] ?? 0, shrink);
      if (!found) return false;
      near = found;
    }
    return true;
  });
}

function edgeNear(
  border: readonly Float64Array[],
  first: { ring: number; edge: number },
  lon: number,
  lat: number,
  shrink: number,
): { ring: number; edge: number } | undefined {
  for (let rings = 0; rings < border.length; rings++) {
    const ring = (first.ring + rings) % border.length;
    const flat = border[ring] ?? new Float64Array();
    const edges = flat.length / 2 - 1;
    const start = rings === 0 ? first.edge : 0;
    for (let step = 0; step < edges; step++) {
      const edge = (start + step) % edges;
      if (metresToEdge(flat, edge, lon, lat, shrink) <= identityMetres) return { ring, edge };
    }
  }
  return undefined;
}

function metresToEdge(flat: Float64Array, edge: number, lon: number, lat: number, shrink: number): number {
  const ax = ((flat[edge * 2] ?? 0) - lon) * shrink;
  const ay = (flat[edge * 2 + 1] ?? 0) - lat;
  const bx = ((flat[edge * 2 + 2] ?? 0) - lon) * shrink;
  const by = (flat[edge * 2 + 3] ?? 0) - lat;
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / length));
  return Math.hypot(ax + share * dx, ay + share * dy) * metresPerDegree;
}
