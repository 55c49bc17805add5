import { addDays } from '../state/period.ts';

/** A cell on the map, judged over a day; as of now where that is null. */
export function mapAddress(cell: number, day: string | null): string {
  const search = new URLSearchParams({ cell: String(cell) });
  if (day !== null) {
    search.set('from', day);
    search.set('to', addDays(day, 1));
  }
  return `/?${search}`;
}
