const dayMs = 86_400_000;
/** 9999-12-31. */
const lastSerial = 2_958_465;

/**
 * The date of a spreadsheet's day number, as `2024-03-01`; undefined for what is none. Day 1 is 1900-01-01, and
 * since there is a 1900-02-29 that never was, from day 61 on the count is of days since 1899-12-30. The other system
 * counts from 1904-01-01.
 */
export function serialDate(serial: number, startsIn1904 = false): string | undefined {
  const day = Math.floor(serial);
  if (!(day >= (startsIn1904 ? 0 : 1) && day <= lastSerial) || (!startsIn1904 && day === 60))
    return undefined;
  const start = startsIn1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, day < 60 ? 31 : 30);
  return new Date(start + day * dayMs).toISOString().slice(0, 10);
}
