import { toWgs84 } from '../geo/datum.ts';
import { byKey, type Decoded, type NewFix, type Refusal, type ReportedFix } from './fix.ts';
import { isInstant, placeFault } from './fix-fault.ts';
import { flag, isPoor } from './flag.ts';
import { dayMs, type Thresholds } from './thresholds.ts';

export type DeviceDatum = 'wgs84' | 'gcj02' | 'bd09';

/** What positions are admitted by. */
export type Admission = {
  datum: DeviceDatum;
  /** A live client's clock is doubted sooner than a file. */
  isLive: boolean;
  receivedAt: number;
  /** Older ones would be dropped at once; undefined keeps for ever. */
  keptSince: number | undefined;
};

const liveTrustedSince = Date.UTC(2010, 0);
const fileTrustedSince = Date.UTC(1990, 0);

// A GPS receiver whose week counter has rolled over once or twice, and a phone that counts from 2001.
const rolloverMs = 1024 * 7 * dayMs;
const clockOffsetsMs = [rolloverMs, 2 * rolloverMs, 978_307_200_000];
const rolloverWindowMs = 90 * dayMs;

/** A refused record; of one that was decoded, what it says; and when it is of, where that can be believed. */
export type Rejected = Refusal & { reported?: ReportedFix; at?: number };

/**
 * Checks and converts what was reported. The fixes come in the order of their key, each once. Which of them are poor
 * is said by {@link withPoor}, once it is known what thresholds are in force.
 */
export function admit(
  decoded: Decoded,
  admission: Admission,
): { fixes: NewFix[]; duplicates: number; refused: Rejected[] } {
  const refused = decoded.refused.map(
    (refusal): Rejected => ({ ...refusal, ...believedAt(refusal.recordedAt, admission) }),
  );
  const fixes: NewFix[] = [];
  for (const reported of decoded.fixes) {
    const fix = admitOne(reported, admission);
    if (typeof fix !== 'string') {
      fixes.push(fix);
      continue;
    }
    const at = believedAt(reported.recordedAt, admission);
    refused.push({ index: reported.index, reason: fix, reported, ...at });
  }
  const once = onceEach(fixes);
  return { fixes: once, duplicates: fixes.length - once.length, refused };
}

/** The instants that a message tells of, where they can be believed: those of its fixes and of what is refused. */
export function trustedTimes(
  { fixes, refused }: Decoded,
  admission: Pick<Admission, 'isLive' | 'receivedAt'>,
): number[] {
  return [...fixes, ...refused].flatMap(({ recordedAt }) => believedAt(recordedAt, admission).at ?? []);
}

/** The fixes with those flagged whose accuracy is too low. */
export function withPoor(fixes: readonly NewFix[], thresholds: Thresholds): NewFix[] {
  return fixes.map((fix) => {
    if (!isPoor(fix.accuracyMetres, thresholds)) return fix;
    const own = fix.own | flag.lowAccuracy;
    return { ...fix, own, judged: own };
  });
}

function believedAt(
  reportedAt: number | undefined,
  admission: Pick<Admission, 'isLive' | 'receivedAt'>,
): { at?: number } {
  if (reportedAt === undefined || !isInstant(reportedAt)) return {};
  const { at, isSuspect } = timeOf(reportedAt, admission);
  return isSuspect ? {} : { at };
}

function admitOne(reported: ReportedFix, admission: Admission): NewFix | string {
  const { lon, lat } = reported;
  const fault = placeFault(reported);
  if (fault !== undefined) return fault;
  const { at, reportedAt, isSuspect } = timeOf(reported.recordedAt, admission);
  if (!isInstant(at)) return 'no-time';
  if (!isSuspect && admission.keptSince !== undefined && at < admission.keptSince)
    return 'older-than-retention';
  const [east, north] = admission.datum === 'wgs84' ? [lon, lat] : toWgs84(admission.datum, [lon, lat]);
  const [lonE7, latE7] = [Math.round(east * 1e7), Math.round(north * 1e7)];
  const accuracyMetres = positive(reported.accuracyMetres);
  const own =
    (isSuspect ? flag.timeSuspect : 0) |
    (isNull(reported) ? flag.nullIsland : 0) |
    (reported.mock ? flag.mockLocation : 0) |
    (reported.notPositioned ? flag.notPositioned : 0);
  return {
    index: reported.index,
    at,
    lonE7,
    latE7,
    accuracyMetres,
    speedMetresPerSecond: atLeastZero(reported.speedMetresPerSecond),
    courseDegrees: course(reported.courseDegrees),
    altitudeMetres: real(reported.altitudeMetres),
    breakBefore: reported.breakBefore ?? false,
    reportedAt,
    reportedE7:
      admission.datum === 'wgs84' ? null : { lonE7: Math.round(lon * 1e7), latE7: Math.round(lat * 1e7) },
    own,
    stored: null,
    judged: own,
  };
}

/** Zero as the device said it: of another datum it is somewhere else once it is converted. */
function isNull({ lon, lat }: ReportedFix): boolean {
  return Math.round(lon * 1e7) === 0 && Math.round(lat * 1e7) === 0;
}

/** The time to go by, with what was reported where that was corrected. (PROTOCOLS 0.6) */
function timeOf(reportedAt: number, { isLive, receivedAt }: Pick<Admission, 'isLive' | 'receivedAt'>) {
  const at = Math.trunc(reportedAt);
  if (isLive) {
    const offset = clockOffsetsMs.find((ms) => Math.abs(at + ms - receivedAt) <= rolloverWindowMs);
    if (offset !== undefined) return { at: at + offset, reportedAt: at, isSuspect: false };
  }
  const isSuspect = at < (isLive ? liveTrustedSince : fileTrustedSince) || at > receivedAt + dayMs;
  return { at, reportedAt: null, isSuspect };
}

/** A copy within what was sent adds nothing but a break that only it knows of. */
function onceEach(fixes: NewFix[]): NewFix[] {
  const once: NewFix[] = [];
  for (const fix of fixes.sort((a, b) => byKey(a, b) || a.index - b.index)) {
    const last = once.at(-1);
    if (!last || byKey(last, fix) !== 0) once.push(fix);
    else if (fix.breakBefore && !last.breakBefore) once[once.length - 1] = { ...last, breakBefore: true };
  }
  return once;
}

/** As the column keeps it; -1 and 0 are what clients send for unknown. */
function positive(value: number | undefined): number | null {
  const kept = real(value);
  return kept !== null && kept > 0 ? kept : null;
}

function atLeastZero(value: number | undefined): number | null {
  const kept = real(value);
  return kept !== null && kept >= 0 ? kept : null;
}

function course(value: number | undefined): number | null {
  const kept = real(value);
  return kept !== null && kept >= 0 && kept <= 360 ? kept : null;
}

/** The columns are of single precision; a value read back is the same number. */
function real(value: number | undefined): number | null {
  if (value === undefined) return null;
  const kept = Math.fround(value);
  return Number.isFinite(kept) ? kept : null;
}
