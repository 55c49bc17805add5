/**
 * SQL of how long before a patrol rule begins what was there may matter to it: its own days, or a month, and four weeks in
 * which it is told since when it is not met.
 */
export const lookbackOfRule = `make_interval(days => 28 + ceil(greatest(31, cast(requires ->> 'days' as float8),
  cast(requires ->> 'keyDays' as float8)))::int)`;
