import type { Decoded, Refusal, ReportedFix } from '../../tracks/fix.ts';
import { isInstant, placeFault } from '../../tracks/fix-fault.ts';
import { textOf } from './fields.ts';
import { parseDegrees } from './number.ts';

/** What one record says. One with neither fix nor fault, a heartbeat say, is neither. */
export type Reading = {
  fix?: Omit<ReportedFix, 'index'> | undefined;
  /** Why it is no fix though it should have been one. */
  fault?: string | undefined;
  /** It may tell a place that is no fix: of a visit, of a region's border. */
  holdsMore?: boolean | undefined;
  batteryPercent?: number | undefined;
  labels?: Readonly<Record<string, string>> | undefined;
};

export type LiveRecord = {
  read: () => Reading;
  /** The record as a message of its protocol that holds nothing else. */
  alone: () => Uint8Array;
};

/** No client sends that many in a message of 4 MB: each would have some 80 bytes. */
const mostRecords = 50_000;

/**
 * Reads the records of a message one by one: a bad one does not take the others with it. `holdsMore` says that there are
 * places beside the records.
 */
export function collect(records: readonly LiveRecord[], { holdsMore = false } = {}): Decoded {
  if (records.length > mostRecords) return refuseAll('too-many-records');
  const fixes: ReportedFix[] = [];
  const refused: Refusal[] = [];
  const labels: Record<string, string> = {};
  let batteryPercent: number | undefined;
  let isMore = holdsMore;
  const isAlone = records.length === 1 && !holdsMore;
  records.forEach(({ read, alone }, index) => {
    const reading = read();
    const { fix } = reading;
    const fault = reading.fault ?? (fix && faultOf(fix));
    isMore ||= reading.holdsMore ?? false;
    if (fault !== undefined)
      refused.push({
        index,
        reason: fault,
        ...(fix && { recordedAt: fix.recordedAt }),
        ...(!isAlone && { raw: rawOf(alone) }),
      });
    else if (fix) fixes.push(knownOnly(index, fix));
    if (reading.labels) Object.assign(labels, reading.labels);
    batteryPercent = percentOf(reading.batteryPercent) ?? batteryPercent;
  });
  return {
    fixes,
    refused,
    ...(isMore && { holdsMore: true }),
    ...(Object.keys(labels).length > 0 && { labels }),
    ...(batteryPercent !== undefined && { batteryPercent }),
  };
}

/** What would be refused on admission is refused here, where the record can be kept alone. */
function faultOf(fix: Omit<ReportedFix, 'index'>): string | undefined {
  return placeFault(fix) ?? (isInstant(fix.recordedAt) ? undefined : 'no-time');
}

/** A record nested so deeply that it cannot be written again does not take the others with it. */
function rawOf(alone: () => Uint8Array): Uint8Array | undefined {
  try {
    return alone();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Clients send -1 for what they do not know, and an accuracy of 0. (PROTOCOLS 0.7) */
function knownOnly(index: number, fix: Omit<ReportedFix, 'index'>): ReportedFix {
  const { accuracyMetres, speedMetresPerSecond, courseDegrees } = fix;
  return {
    index,
    recordedAt: fix.recordedAt,
    lon: fix.lon,
    lat: fix.lat,
    accuracyMetres: accuracyMetres !== undefined && accuracyMetres > 0 ? accuracyMetres : undefined,
    speedMetresPerSecond:
      speedMetresPerSecond !== undefined && speedMetresPerSecond >= 0 ? speedMetresPerSecond : undefined,
    courseDegrees:
      courseDegrees !== undefined && courseDegrees >= 0 && courseDegrees <= 360 ? courseDegrees : undefined,
    altitudeMetres: fix.altitudeMetres,
    breakBefore: fix.breakBefore,
    mock: fix.mock,
    notPositioned: fix.notPositioned,
  };
}

function percentOf(value: number | undefined): number | undefined {
  return value !== undefined && value >= 0 && value <= 100 ? Math.round(value * 10) / 10 : undefined;
}

/** A position in degrees; what is no number becomes NaN, which is refused. */
export function placeOf(lon: unknown, lat: unknown): { lon: number; lat: number } {
  return { lon: degreesOf(lon), lat: degreesOf(lat) };
}

/** A coordinate in degrees; what is no number becomes NaN, which is refused. */
export function degreesOf(value: unknown): number {
  return typeof value === 'number' ? value : parseDegrees(textOf(value));
}

/** One refusal for the whole message. */
export function refuseAll(reason: string): Decoded {
  return { fixes: [], refused: [{ index: 0, reason }] };
}

export const nothing: Decoded = { fixes: [], refused: [] };
