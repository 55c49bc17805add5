import { describe, expect, it } from 'vitest';
import type { ReportedFix } from '../../../server/tracks/fix.ts';
import { vectorsNote, withVectors } from '../../support/real-data.ts';
import { type ExpectedFix, vectorsOf } from '../../support/vectors.ts';
import { bytesOf, type FileVector, readTrack } from './read-track.ts';

/** Refused where it is admitted, which is the same for every source. */
const isOutOfRange = ({ lat, lon }: ReportedFix) => Math.abs(lat) > 90 || Math.abs(lon) > 180;

/** Where no peer asserts the expectation and we read the case differently: how many of its points are refused, and why. */
const exceptions: Record<string, { bad: number; why: string }> = {
  'gpx-bad': { bad: 2, why: 'the other three bad points are of waypoints and a route, which are no track' },
  'tcx-bad': {
    bad: 2,
    why: 'a position that is no number is a point that is refused, not one without position',
  },
  'tcx-tcx-courses': {
    bad: 30,
    why: 'a course is planned; stored, it would pass for a patrol (its own note says so)',
  },
};

async function readVector(vector: FileVector) {
  const { input } = vector;
  const read = await readTrack(bytesOf(vector), {
    fileName: input.filename ?? null,
    contentType: input.content_type ?? '',
  });
  const fixes = read.fixes.filter((fix) => !isOutOfRange(fix));
  const untimed = read.refused.filter(({ reason }) => reason === 'no-time').length;
  const bad = read.refused.length - untimed + read.fixes.length - fixes.length;
  return { ...read, fixes, untimed, bad };
}

function sameFix(fix: ReportedFix | undefined, expected: ExpectedFix): void {
  expect(fix?.recordedAt).toBe(expected.time_ms);
  expect(Math.abs((fix?.lat ?? Number.NaN) - expected.lat)).toBeLessThan(1e-6);
  expect(Math.abs((fix?.lon ?? Number.NaN) - expected.lon)).toBeLessThan(1e-6);
  const rounded = (value: number | undefined) =>
    value === undefined ? undefined : Math.round(value * 1e4) / 1e4;
  expect(rounded(fix?.altitudeMetres)).toBe(rounded(expected.altitude_m));
  expect(rounded(fix?.speedMetresPerSecond)).toBe(rounded(expected.speed_mps));
  expect(fix?.courseDegrees).toBe(expected.course_deg);
}

describe.each(['gpx', 'kml', 'tcx', 'fit', 'geojson'])('the cases of other projects in %s', (protocol) => {
  const vectors = vectorsOf<FileVector>(protocol);
  it.skipIf(!withVectors)(`has cases${vectorsNote}`, () => expect(vectors.length).toBeGreaterThan(0));

  it.each(vectors)('$id', async (vector) => {
    const expected = vector.expect.tracks ?? vector.expect;
    const { fixes, refused, untimed, bad, format } = await readVector(vector);
    expect(format).toBe(protocol);
    const exception = exceptions[vector.id];
    if (exception) expect(bad, exception.why).toBe(exception.bad);
    if (vector.id === 'tcx-tcx-courses') {
      expect([fixes, refused[0]?.reason]).toEqual([[], 'planned-course']);
      return;
    }
    const untimedLines = vector.expect.untimed_lines?.reduce((sum, count) => sum + count, 0) ?? 0;
    if (expected.points !== undefined) expect(fixes.length + untimed - untimedLines).toBe(expected.points);
    if (expected.points_with_time !== undefined) expect(fixes).toHaveLength(expected.points_with_time);
    if (expected.salvage_points !== undefined) expect(fixes).toHaveLength(expected.salvage_points);
    if (expected.salvage_points_at_least !== undefined)
      expect(fixes.length).toBeGreaterThanOrEqual(expected.salvage_points_at_least);
    const badPoints = vector.expect.bad_points ?? (vector.expect.disposition === 'store' ? 0 : undefined);
    if (!exception && badPoints !== undefined) expect(bad).toBe(badPoints);

    if (expected.points_with_time !== undefined && expected.points_with_time === expected.points) {
      if (expected.first) sameFix(fixes[0], expected.first);
      if (expected.last) sameFix(fixes.at(-1), expected.last);
    }
    const timed = (expected.records ?? []).filter(({ time_ms }) => time_ms !== undefined);
    for (const [index, record] of timed.entries()) sameFix(fixes[index], record);
    if (protocol === 'geojson' && expected.records)
      expect(fixes.length + untimed).toBe(expected.records.length);
    const filled = (expected.segments ?? []).filter((points) => points > 0).length;
    if (expected.points_with_time === expected.points && filled > 0)
      expect(fixes.filter(({ breakBefore }) => breakBefore)).toHaveLength(filled - 1);

    // What the server answers follows from the items: stored, acknowledged alone, or acknowledged and refused.
    const { disposition } = vector.expect;
    if (disposition === 'ack_only') expect([fixes.length, refused.length]).toEqual([0, 0]);
    if (disposition === 'quarantine_and_ack') {
      expect(fixes).toHaveLength(0);
      expect(bad + untimed).toBeGreaterThan(0);
    }
  });
});
