import { parseNumber } from './number.ts';

const iso =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?)?\s*(Z|UTC|[+ -]\d{2}:?\d{2}|[+-]\d{2})?$/i;

/** What most clients send, and what {@link Date.parse} reads as it is meant: not every month has more days. */
const plain =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{3})?Z$/;

/**
 * A time in ISO 8601 as epoch milliseconds. Without a zone it is UTC; a space may stand where a plus was lost on the
 * way. Undefined for what is no time. (PROTOCOLS 0.6)
 */
export function parseIsoTime(text: string): number | undefined {
  if (plain.test(text)) return Date.parse(text);
  const match = iso.exec(text.trim());
  if (!match) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match;
  const milliseconds = Number(`${fraction}000`.slice(0, 3));
  const parts = [year, month, day, hour, minute, second].map(Number);
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = parts;
  if (mo < 1 || mo > 12 || d < 1 || d > 31 || h > 24 || mi > 59 || s > 60) return undefined;
  const local = new Date(0);
  local.setUTCFullYear(y, mo - 1, d);
  if (local.getUTCDate() !== d) return undefined;
  local.setUTCHours(h, mi, s, milliseconds);
  return local.getTime() - offsetMs(zone);
}

function offsetMs(zone: string): number {
  const match = /^([+ -])(\d{2}):?(\d{2})?$/.exec(zone);
  if (!match) return 0;
  const [, sign, hours, minutes = '0'] = match;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

const latestSeconds = 2 ** 31 - 1;

/** A time as live clients send it: seconds, milliseconds from 2³¹ on, or ISO. Undefined for what is no time. */
export function parseClientTime(text: string): number | undefined {
  const number = parseNumber(text);
  if (number === undefined) return parseIsoTime(text);
  return Math.round(number < latestSeconds ? number * 1000 : number);
}
