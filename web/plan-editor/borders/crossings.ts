import { type Borders, lineOf, outlineOf } from './borders.ts';
import type { LonLat } from './position.ts';
import { type Reshape, reshapedOutlines } from './reshape.ts';
import { type Segment, segmentName, segmentsCross, segmentsOf } from './segment.ts';

type Outline = LonLat[][][];

const namedSegments = (lines: LonLat[][]) =>
  new Map(lines.flatMap(segmentsOf).map((segment) => [segmentName(segment), segment]));

/**
 * Finds where a gesture would make outlines cross, or turn a cell inside out; null where it would not. Asked at every
 * step of a drag, so what stands still is gathered once.
 */
export function crossingCheck(borders: Borders): (change: Reshape) => LonLat | null {
  const before = namedSegments(borders.arcs.map((arc) => lineOf(borders, arc)));
  return (change) => {
    const outlines = reshapedOutlines(borders, change);
    const old = namedSegments([...outlines.keys()].flatMap((cell) => oldOutline(borders, cell).flat()));
    const now = namedSegments([...outlines.values()].flatMap((outline) => outline.flat()));
    const made = [...now].filter(([name]) => !before.has(name)).map(([, segment]) => segment);
    const gone = new Set([...old.keys()].filter((name) => !now.has(name)));
    return firstTurned(borders, outlines) ?? firstCrossing(made, before, gone);
  };
}

const oldOutline = (borders: Borders, cell: number): Outline => outlineOf(borders, cell) ?? [];

/** A ring that turns over, encloses nothing or is lost has been pulled through itself. */
function firstTurned(borders: Borders, outlines: Map<number, Outline>): LonLat | null {
  for (const [cell, outline] of outlines) {
    const rings = outline.flat();
    for (const [place, ring] of oldOutline(borders, cell).flat().entries()) {
      const now = rings[place] ?? [];
      if (Math.sign(doubleArea(ring)) !== Math.sign(doubleArea(now))) return now[0] ?? ring[0] ?? null;
    }
  }
  return null;
}

/** Of a closed ring, in square degrees, positive where it runs anticlockwise; counted from its own corner, to keep the digits. */
function doubleArea(ring: readonly LonLat[]): number {
  const [x0, y0] = ring[0] ?? [0, 0];
  return segmentsOf(ring).reduce(
    (sum, [a, b]) => sum + (a[0] - x0) * (b[1] - y0) - (b[0] - x0) * (a[1] - y0),
    0,
  );
}

function firstCrossing(made: Segment[], before: Map<string, Segment>, gone: Set<string>): LonLat | null {
  for (const [place, segment] of made.entries()) {
    for (const other of made.slice(place + 1)) if (segmentsCross(segment, other)) return other[0];
    for (const [name, other] of before)
      if (segmentsCross(segment, other) && !gone.has(name)) return nearerEnd(segment, other);
  }
  return null;
}

const nearerEnd = ([, to]: Segment, [c, d]: Segment): LonLat =>
  Math.hypot(to[0] - c[0], to[1] - c[1]) < Math.hypot(to[0] - d[0], to[1] - d[1]) ? c : d;
