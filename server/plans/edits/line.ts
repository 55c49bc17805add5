import Flatbush from 'flatbush';
import type { Refusal } from './change.ts';
import type { Position } from './edit.ts';

/** Refuses a line that crosses or touches itself: which side is which could not be told. */
export function refuseTangledLine(line: readonly Position[]): Refusal | undefined {
  const at = selfCrossing(line.filter((position, index) => !isSame(position, line[index - 1])));
  if (!at) return undefined;
  return {
    refused: 'line-crosses-itself',
    english: `The line crosses itself at ${at[0].toFixed(6)}, ${at[1].toFixed(6)}; draw it without a loop.`,
    chinese: `线在 ${at[0].toFixed(6)}, ${at[1].toFixed(6)} 处自相交，请重画，不要打圈。`,
    place: { type: 'Point', coordinates: at },
  };
}

const isSame = (one: Position, other: Position | undefined) => one[0] === other?.[0] && one[1] === other[1];

function selfCrossing(line: readonly Position[]): Position | undefined {
  if (line.length < 3) return undefined;
  const tree = new Flatbush(line.length - 1);
  for (let i = 1; i < line.length; i++) tree.add(...boxOf(line, i));
  tree.finish();
  for (let i = 1; i < line.length; i++) {
    for (const found of tree.search(...boxOf(line, i), (index) => index + 1 > i + 1)) {
      const at = crossingOf(line, i, found + 1);
      if (at) return at;
    }
  }
  return undefined;
}

function boxOf(line: readonly Position[], i: number): [number, number, number, number] {
  const [[ax, ay], [bx, by]] = [line[i - 1] ?? [0, 0], line[i] ?? [0, 0]];
  return [Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by)];
}

function crossingOf(line: readonly Position[], i: number, j: number): Position | undefined {
  const [a, b, c, d] = [line[i - 1], line[i], line[j - 1], line[j]];
  if (!a || !b || !c || !d) return undefined;
  // A closed line meets itself where it ends, and that is no crossing.
  if (i === 1 && j === line.length - 1 && isSame(a, d)) return undefined;
  return meeting(a, b, c, d);
}

function meeting(a: Position, b: Position, c: Position, d: Position): Position | undefined {
  const side = (p: Position, q: Position, r: Position) =>
    (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
  const [sideA, sideB] = [side(c, d, a), side(c, d, b)];
  const [sideC, sideD] = [side(a, b, c), side(a, b, d)];
  if (sideA > 0 === sideB > 0 && sideA !== 0 && sideB !== 0) return undefined;
  if (sideC > 0 === sideD > 0 && sideC !== 0 && sideD !== 0) return undefined;
  if (sideA === sideB) return undefined;
  const share = sideA / (sideA - sideB);
  return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
}
