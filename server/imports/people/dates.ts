import { DateTime } from 'luxon';
import type { Scalar } from '../source.ts';
import { serialDate } from '../tables/serial-date.ts';

/** Year, month and day, with what a time of day may add. */
const forms = [
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]\d{1,2}:\d{2}.*)?$/,
  /^(\d{4})\/(\d{1,2})\/(\d{1,2})(?: \d{1,2}:\d{2}.*)?$/,
  /^(\d{4})\.(\d{1,2})\.(\d{1,2})$/,
  /^(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日$/,
  /^(\d{4})(\d{2})(\d{2})$/,
];
/** 1930-01-01 and 2099-12-31 as day numbers of a spreadsheet: other numbers are more likely mistakes. */
const serials = { from: 10_959, to: 73_050 };

/**
 * The day that a cell says, as `2024-03-01`: 2024-03-01, 2024/3/1, 2024.3.1, 2024年3月1日, 20240301 or a spreadsheet's
 * day number; undefined for anything else and for days that the calendar does not have.
 */
export function dateOf(cell: Scalar): string | undefined {
  const text = String(cell).normalize('NFKC').trim();
  for (const form of forms) {
    const [, year, month, day] = form.exec(text) ?? [];
    if (year === undefined) continue;
    const date = DateTime.fromObject(
      { year: Number(year), month: Number(month), day: Number(day) },
      { zone: 'utc' },
    );
    return date.isValid && date.year >= 1900 && date.year <= 2200
      ? (date.toISODate() ?? undefined)
      : undefined;
  }
  const serial = /^\d{5}(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return serial >= serials.from && serial <= serials.to ? serialDate(serial) : undefined;
}
