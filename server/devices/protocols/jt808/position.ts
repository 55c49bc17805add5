import { liesInChina } from '../../../geo/china.ts';
import type { ReportedFix } from '../../../tracks/fix.ts';
import { placeFault } from '../../../tracks/fix-fault.ts';
import { timeAt } from './time.ts';

/** The part that every position has; what follows it are values of id, length and content that no fix needs. */
const positionBytes = 28;
const timeFrom = 22;

const positioned = 0x02;
const south = 0x04;
const west = 0x08;
const encrypted = 0x20;

/**
 * The body of a position (0x0200) from `at` to `end`, or why it is none. The values behind it are not looked at, so
 * that a cut or unknown one never costs the fix.
 */
export function positionAt(
  bytes: Buffer,
  { at, end, receivedAt, index }: { at: number; end: number; receivedAt: number; index: number },
): ReportedFix | string {
  if (end - at < positionBytes) return 'too-short';
  const status = bytes.readUInt32BE(at + 4);
  const lat = degreesOf(bytes.readInt32BE(at + 8), (status & south) !== 0);
  const lon = degreesOf(bytes.readInt32BE(at + 12), (status & west) !== 0);
  const fault = placeFault({ lon, lat });
  if (fault !== undefined) return fault;
  // The state's plug-in shifts positions inside of China only; elsewhere terminals set the bit for other ends.
  if ((status & encrypted) !== 0 && liesInChina([lon, lat])) return 'encrypted-coordinates';
  const recordedAt = timeAt(bytes, at + timeFrom, receivedAt);
  if (typeof recordedAt === 'string') return recordedAt;
  return {
    index,
    recordedAt,
    lon,
    lat,
    altitudeMetres: bytes.readInt16BE(at + 16),
    speedMetresPerSecond: bytes.readUInt16BE(at + 18) / 36,
    courseDegrees: bytes.readUInt16BE(at + 20),
    notPositioned: (status & positioned) === 0,
  };
}

/** When a position is of that is none: undefined where it does not say. */
export function instantAt(
  bytes: Buffer,
  { at, end, receivedAt }: { at: number; end: number; receivedAt: number },
): number | undefined {
  if (end - at < positionBytes) return undefined;
  const recordedAt = timeAt(bytes, at + timeFrom, receivedAt);
  return typeof recordedAt === 'string' ? undefined : recordedAt;
}

/**
 * Millionths of a degree. The standard says a magnitude and a bit for south or west; some terminals send two's
 * complement, with or without the bit.
 */
function degreesOf(millionths: number, isNegative: boolean): number {
  return (millionths > 0 && isNegative ? -millionths : millionths) / 1e6;
}
