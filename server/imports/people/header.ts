import type { Scalar } from '../source.ts';
import type { TableRow } from '../tables/table.ts';
import { fieldOfColumn } from './columns.ts';

/** The names of a table's columns by place, and which rows gave them; data begins behind the last. */
export type Header = { names: string[]; rows: number[] };

/** Titles, notes and header rows stand in the first rows. */
export const headerSearchRows = 30;

type Line = readonly (string | null)[];

/**
 * Finds the header among the first rows: the row with the most known names, with those above and below it that name
 * columns too. Merged cells hold their text at their first place only: what a row leaves blank the others say. Where
 * nothing is known, the first row with two texts is the header.
 */
export function findHeader(rows: readonly TableRow[]): Header | undefined {
  const lines = rows.map(({ cells }) => cells.map(textOf));
  const best = bestLine(lines);
  if (best === undefined) return undefined;
  const first = firstOfHeader(lines, best);
  const last = lastOfHeader(lines, best);
  const taken = lines.slice(first, last + 1);
  const width = Math.max(...taken.map((line) => line.length));
  const spread = taken.map((line, index) =>
    index === taken.length - 1 ? line : spreadMerged(line, taken, index),
  );
  const names = Array.from({ length: width }, (_, column) => nameOf(spread, column));
  return { names: distinct(names, spread), rows: rows.slice(first, last + 1).map(({ row }) => row) };
}

function textOf(cell: Scalar): string | null {
  return typeof cell === 'string' ? cell : null;
}

const known = (line: Line) => new Set(line.flatMap((text) => (text && fieldOfColumn(text)) ?? [])).size;
const filled = (line: Line) => line.filter((text) => text !== null).length;

function bestLine(lines: readonly Line[]): number | undefined {
  const scores = lines.map(known);
  const highest = Math.max(0, ...scores);
  const index = highest >= 2 || (highest === 1 && lines.length > 0) ? scores.indexOf(highest) : -1;
  const fallback = lines.findIndex((line) => filled(line) >= 2);
  const found = index >= 0 ? index : fallback >= 0 ? fallback : lines.findIndex((line) => filled(line) > 0);
  return found >= 0 ? found : undefined;
}

/** Rows above belong to it where they name what it leaves blank; a title has one text only. */
function firstOfHeader(lines: readonly Line[], best: number): number {
  let first = best;
  while (first > 0) {
    const above = lines[first - 1] ?? [];
    const below = lines[first] ?? [];
    const names = above.some((text, column) => text !== null && (below[column] ?? null) === null);
    if (filled(above) < 2 || !(names || known(above) > 0)) break;
    first -= 1;
  }
  return first;
}

/** The row below belongs to it where it has known names and only under groups or blanks. */
function lastOfHeader(lines: readonly Line[], best: number): number {
  const line = lines[best] ?? [];
  const below = lines[best + 1];
  if (!below || known(below) === 0) return best;
  const underOwnNames = below.some((text, column) => {
    const field = fieldOfColumn(line[column] ?? '');
    return text !== null && (field === 'number' || field === 'name');
  });
  return underOwnNames ? best : best + 1;
}

/** A text of a merged cell counts for the blank places right of it, as far as rows below say something there. */
function spreadMerged(line: Line, taken: readonly Line[], index: number): Line {
  let last: string | null = null;
  const below = taken.slice(index + 1);
  return Array.from({ length: Math.max(...taken.map(({ length }) => length)) }, (_, column) => {
    const text = line[column] ?? null;
    const isNamedBelow = below.some((other) => (other[column] ?? null) !== null);
    last = text ?? (isNamedBelow ? last : null);
    return last;
  });
}

/** The lowest text says what the column is. */
function nameOf(lines: readonly Line[], column: number): string {
  return lines.reduce<string>((found, line) => line[column] ?? found, '');
}

/** Names that occur twice say their group as well, else their place. */
function distinct(names: readonly string[], lines: readonly Line[]): string[] {
  const seen = new Set<string>();
  return names.map((name, column) => {
    const group = lines.find((line) => line[column])?.[column] ?? '';
    const tries = [name || `#${column + 1}`, `${group}/${name}`, `${name} (${column + 1})`];
    const free = tries.find((one) => !seen.has(one)) ?? `#${column + 1}`;
    seen.add(free);
    return free;
  });
}

/** True for a row that says the header again, as printed lists do on every page. */
export function repeatsHeader({ names }: Header, cells: readonly Scalar[]): boolean {
  const texts = cells.flatMap((cell, column) => (cell === null ? [] : [[names[column], cell]]));
  return texts.length >= 2 && texts.every(([name, cell]) => name === cell);
}
