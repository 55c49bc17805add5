const china = 8 * 3_600_000;
const dayMs = 86_400_000;
const nearMs = 90 * dayMs;

/**
 * YYMMDDhhmmss in BCD, in the time of Beijing, as epoch milliseconds; a reason where there is none. Some terminals
 * write plain binary, others nibbles over nine: such a byte is ten times its first nibble and its second, as Traccar
 * reads it, unless only the binary reading is a time close to the arrival.
 */
export function timeAt(bytes: Buffer, at: number, receivedAt: number): number | 'no-time' | 'bad-time' {
  let isEmpty = true;
  let isBcd = true;
  for (let index = at; index < at + 6; index++) {
    const byte = bytes[index] ?? 0;
    if (byte !== 0) isEmpty = false;
    if ((byte & 0x0f) > 9 || byte > 0x99) isBcd = false;
  }
  if (isEmpty) return 'no-time';
  const carried = instantOf(bytes, at, bcd);
  if (isBcd) return carried ?? 'bad-time';
  const binary = instantOf(bytes, at, plain);
  const isNear = (instant: number | undefined) =>
    instant !== undefined && Math.abs(instant - receivedAt) <= nearMs;
  if (binary !== undefined && (carried === undefined || (isNear(binary) && !isNear(carried)))) return binary;
  return carried ?? 'bad-time';
}

type Read = (byte: number) => number;
const bcd: Read = (byte) => (byte >> 4) * 10 + (byte & 0x0f);
const plain: Read = (byte) => byte;

const daysInMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function instantOf(bytes: Buffer, at: number, read: Read): number | undefined {
  const year = 2000 + read(bytes[at] ?? 0);
  const month = read(bytes[at + 1] ?? 0);
  const day = read(bytes[at + 2] ?? 0);
  const hour = read(bytes[at + 3] ?? 0);
  const minute = read(bytes[at + 4] ?? 0);
  const second = read(bytes[at + 5] ?? 0);
  if (year > 2099 || day < 1 || day > (daysInMonth[month - 1] ?? 0)) return undefined;
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  return Date.UTC(year, month - 1, day, hour, minute, second) - china;
}
