import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeAgain } from '../../../server/devices/protocols/registry.ts';
import { rawRequest } from '../../../server/devices/protocols/request.ts';
import { admit } from '../../../server/tracks/admit.ts';
import type { Decoded, ReportedFix } from '../../../server/tracks/fix.ts';
import { vectorsNote, withVectors } from '../../support/real-data.ts';
import type { ExpectedFix } from '../../support/vectors.ts';
import { expectedAnswer, liveCases, receivedAt } from './live-cases.ts';

const cases = liveCases();

it.skipIf(!withVectors)(`there are cases of every live protocol${vectorsNote}`, () => {
  expect([...new Set(cases.map(({ file }) => file))]).toHaveLength(9);
});

describe.skipIf(!withVectors)(`peers' cases of live protocols${vectorsNote}`, () => {
  it.each(cases.map((one) => [one.file, one.vector.id, one] as const))('%s %s', (_file, _id, one) => {
    const { vector, decode, request, name, protocol } = one;
    const decoded = decode(request);
    const { disposition, records = [] } = vector.expect;
    if (disposition === 'ack_only') expect(decoded).toMatchObject({ fixes: [], refused: [] });
    if (disposition === 'quarantine_and_ack') expect(keptWithoutDoubt(decoded)).toEqual([]);
    if (disposition === 'quarantine_and_ack') expect(decoded.fixes.length + decoded.refused.length).toBe(1);
    if (disposition === 'store' && vector.kind !== 'non_location') {
      expectFixes(decoded.fixes, records);
      expectLabel(decoded, vector.expect.device_id);
    }
    const battery = records.findLast(({ battery_pct }) => battery_pct !== undefined)?.battery_pct;
    if (records.length > 0 || battery !== undefined) expect(decoded.batteryPercent).toBe(battery);
    if (protocol && disposition === 'reject_auth')
      expect(protocol.refuse?.(request)).toMatchObject(expectedAnswer(one));
    else if (protocol) expect(protocol.answer(request)).toMatchObject(expectedAnswer(one));
    const secret = vector.expect.key ?? null;
    expect(decodeAgain(name, rawRequest(request), { receivedAt, secret })).toEqual(decoded);
  });
});

/**
 * No peer asserts that a rolled-over clock or null island goes into quarantine: what can be kept is kept, flagged, and
 * a person can restore or exclude it. So those cases are held to what is admitted without a flag: nothing.
 */
function keptWithoutDoubt(decoded: Decoded) {
  const admission = { datum: 'wgs84', isLive: true, receivedAt, keptSince: undefined } as const;
  return admit(decoded, admission).fixes.filter(({ judged }) => judged === 0);
}

/** Where a case names no records, its position is stored whatever it is. */
function expectFixes(fixes: readonly ReportedFix[], records: readonly ExpectedFix[]): void {
  expect(fixes.length).toBe(Math.max(records.length, 1));
  records.forEach((record, index) => {
    const fix = fixes[index];
    expect(fix?.recordedAt).toBe(record.time_ms ?? receivedAt);
    expect(Math.abs((fix?.lat ?? Number.NaN) - record.lat)).toBeLessThan(1e-6);
    expect(Math.abs((fix?.lon ?? Number.NaN) - record.lon)).toBeLessThan(1e-6);
    expect(fix?.notPositioned ?? false).toBe(record.valid === false);
    expectNear(fix?.speedMetresPerSecond, record.speed_mps, 1e-3);
    expectNear(fix?.accuracyMetres, record.accuracy_m, 1e-9);
    expectNear(fix?.altitudeMetres, record.altitude_m, 1e-9);
    expectNear(fix?.courseDegrees, record.course_deg, 1e-9);
  });
}

/** What the wire does not carry is not invented. */
function expectNear(value: number | undefined, expected: number | undefined, tolerance: number): void {
  if (expected === undefined) expect(value).toBeUndefined();
  else expect(Math.abs((value ?? Number.NaN) - expected)).toBeLessThan(tolerance);
}

/** A name that stands for none is not kept as one. */
function expectLabel({ labels }: Decoded, deviceId: string | undefined): void {
  if (deviceId !== undefined && deviceId !== 'unknown')
    expect(Object.values(labels ?? {})).toContain(deviceId);
}

describe('decoders of live protocols', () => {
  const names = ['osmand', 'owntracks', 'overland', 'phonetrack', 'gpslogger', 'opengts', 'owntracks-mqtt'];

  it('never throw and never lose a message, whatever bytes were stored of it', () => {
    const context = { receivedAt, secret: 'secret' };
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.uint8Array({ maxLength: 400 }), (name, body) => {
        for (const raw of [body, Buffer.concat([Buffer.from('POST /log/owntracks/T/D?\r\n\r\n'), body])])
          expect(decodeAgain(name, raw, context).refused).not.toContainEqual({
            index: 0,
            reason: 'decoder-failed',
          });
      }),
    );
  });

  it.skipIf(!withVectors)(`never fail on a real message cut or with bits turned${vectorsNote}`, () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...cases),
        fc.nat(),
        fc.array(fc.tuple(fc.nat(), fc.nat(7)), { maxLength: 6 }),
        ({ request, decode }, cut, flips) => {
          const spoil = (bytes: Uint8Array) => {
            const spoiled = Buffer.from(bytes);
            for (const [at, bit] of flips)
              if (spoiled.length > 0)
                spoiled[at % spoiled.length] = (spoiled[at % spoiled.length] ?? 0) ^ (1 << bit);
            return spoiled.subarray(0, flips.length === 0 ? cut % (spoiled.length + 1) : spoiled.length);
          };
          decode({
            ...request,
            body: spoil(request.body),
            query: spoil(Buffer.from(request.query)).toString('latin1'),
          });
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('read what is absurdly long or deep without stumbling', () => {
    const long = `lat=${'1'.repeat(1_000_000)}x&lon=2&timestamp=${'9'.repeat(1_000_000)}x`;
    const deep = `[{"_type":"location","lat":${'['.repeat(20_000)}${']'.repeat(20_000)}},{"_type":"lwt"}]`;
    for (const name of names)
      for (const body of [long, deep, '[1'.padEnd(200_000, ',1').concat(']')]) {
        const raw = Buffer.from(`POST /logPost/T/D?\r\ncontent-type: application/json\r\n\r\n${body}`);
        const { refused } = decodeAgain(name, raw, { receivedAt, secret: null });
        expect(refused).not.toContainEqual({ index: 0, reason: 'decoder-failed' });
      }
  });
});
