import { DateTime } from 'luxon';
import { parseNumber } from '../protocols/number.ts';
import { parseClientTime, parseIsoTime } from '../protocols/time.ts';

const zoned = /(Z|UTC|[+-]\d{2}:?\d{2}|[T\d] ?[+-]\d{2})$/i;
const chinese =
  /^(\d{4})年(\d{1,2})月(\d{1,2})日?\s*(?:(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2})(\.\d+)?秒?)?)?$/;
const numeric = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[T ]\s*(\d{1,2}):(\d{1,2})(?::(\d{1,2})([.,]\d+)?)?$/i;
const hourMs = 3_600_000;

/**
 * Reads the times of a table: ISO 8601, epoch seconds or milliseconds, `2026-05-01 08:00:00`, `2026/5/1 8:00` and
 * `2026年5月1日 8:00`. What names no zone is of `zone`. Undefined for what is no time, or none with a clock.
 */
export function csvTimeIn(zone: string): (text: string) => number | undefined {
  // The offset of an hour is looked up once: a table holds thousands of times of the same.
  const offsets = new Map<number, number>();
  const offsetAt = (localMs: number): number => {
    const hour = Math.floor(localMs / hourMs);
    let offset = offsets.get(hour);
    if (offset === undefined) {
      const { year, month, day, hour: of } = DateTime.fromMillis(hour * hourMs, { zone: 'utc' });
      offset = DateTime.fromObject({ year, month, day, hour: of }, { zone }).offset * 60_000;
      if (offsets.size > 10_000) offsets.clear();
      offsets.set(hour, offset);
    }
    return offset;
  };
  return (text) => {
    const trimmed = text.trim();
    const local = localOf(trimmed);
    if (local !== undefined) return local - offsetAt(local);
    if (parseNumber(trimmed) !== undefined)
      return /^\d{9,}(\.\d+)?$/.test(trimmed) ? parseClientTime(trimmed) : undefined;
    return zoned.test(trimmed) ? parseIsoTime(trimmed) : undefined;
  };
}

/** A clock without a zone as if it were UTC. */
function localOf(text: string): number | undefined {
  const match = numeric.exec(text) ?? chinese.exec(text);
  if (!match) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60)
    return undefined;
  const fraction = Math.trunc(Number(`0${(match[7] ?? '').replace(',', '.')}`) * 1000);
  const midnight = Date.UTC(year, month - 1, day);
  if (new Date(midnight).getUTCDate() !== day) return undefined;
  return midnight + ((hour * 60 + minute) * 60 + second) * 1000 + fraction;
}
