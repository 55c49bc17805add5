import { positionsOf } from '../../geo/position.ts';
import type { Position } from './edit.ts';

const e7 = 1e7;
/** The point of the grid that a position is rounded to. */
export const gridKey = (x: number, y: number) => `${x},${y}`;
const keyOf = ([lon, lat]: Position) => gridKey(Math.round(lon * e7), Math.round(lat * e7));

/** Positions that follow one another and are one point of the grid. */
type Crowd = { key: string; positions: Position[] };

/**
 * Imported vertices may lie closer together than the grid of an edit. There they are one node; the outline of whoever
 * passes it by has all of them again, for neighbours that are not written anew have them still. Answers the positions at
 * a node on the way between two others, undefined where `stored` tells.
 */
export function crowdedVertices(rings: readonly Float64Array[], stored: ReadonlyMap<string, Position>) {
  const crowded = crowdedKeys(rings, stored);
  const ways = new Map<string, readonly Position[]>();
  const ends = new Map<string, Position>();
  const know = (before: string, key: string, after: string, positions: readonly Position[]) => {
    const [first] = positions;
    ways.set(`${before} ${key} ${after}`, positions);
    if (first) ends.set(`${before} ${key}`, first);
  };
  if (crowded.size > 0)
    for (const ring of rings) {
      const crowds = crowdsOf(ring);
      crowds.forEach(({ key, positions }, index) => {
        const [before, after] = [crowds.at(index - 1)?.key, crowds[(index + 1) % crowds.length]?.key];
        if (!crowded.has(key) || before === undefined || after === undefined) return;
        know(before, key, after, positions);
        know(after, key, before, positions.toReversed());
      });
    }
  return (before: string, key: string, after: string): readonly Position[] | undefined => {
    if (!crowded.has(key)) return undefined;
    const known = ways.get(`${before} ${key} ${after}`);
    if (known) return known;
    const [come, go] = [ends.get(`${before} ${key}`), ends.get(`${after} ${key}`)];
    const met = [come, go].flatMap((position) => (position ? [position] : []));
    if (met.length < 2) return undefined;
    return come === go || (come?.[0] === go?.[0] && come?.[1] === go?.[1]) ? met.slice(1) : met;
  };
}

function crowdedKeys(rings: readonly Float64Array[], stored: ReadonlyMap<string, Position>): Set<string> {
  const crowded = new Set<string>();
  if (stored.size === 0) return crowded;
  for (const ring of rings)
    for (const position of positionsOf(ring)) {
      const key = keyOf(position);
      const told = stored.get(key);
      if (told && (told[0] !== position[0] || told[1] !== position[1])) crowded.add(key);
    }
  return crowded;
}

function crowdsOf(ring: Float64Array): Crowd[] {
  const crowds: Crowd[] = [];
  for (const position of positionsOf(ring).slice(1)) {
    const key = keyOf(position);
    const last = crowds.at(-1);
    if (last?.key === key) last.positions.push(position);
    else crowds.push({ key, positions: [position] });
  }
  // The ring may begin in the midst of a crowd.
  const [first, last] = [crowds[0], crowds.at(-1)];
  if (first && last && first !== last && first.key === last.key) {
    first.positions.unshift(...last.positions);
    crowds.pop();
  }
  return crowds;
}
