import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeOsmand } from '../../../server/devices/protocols/osmand.ts';
import type { LiveRequest } from '../../../server/devices/protocols/request.ts';

const receivedAt = Date.UTC(2026, 4, 1);
const get = (query: string): LiveRequest => ({
  method: 'GET',
  path: '',
  query,
  headers: {},
  body: Buffer.alloc(0),
  receivedAt,
});
const post = (body: string, contentType: string): LiveRequest => ({
  method: 'POST',
  path: '',
  query: '',
  headers: { 'content-type': contentType },
  body: Buffer.from(body),
  receivedAt,
});

describe('decodeOsmand', () => {
  it('reads knots from Traccar Client and metres per second from OsmAnd', () => {
    const [traccar] = decodeOsmand(get('id=1&lat=31.2&lon=121.4&timestamp=1780000000&speed=10&hdop=1')).fixes;
    const [osmand] = decodeOsmand(
      get('id=1&lat=31.2&lon=121.4&timestamp=1780000000000&speed=10&hdop=7'),
    ).fixes;
    expect(traccar?.speedMetresPerSecond).toBeCloseTo(5.1444, 4);
    expect(traccar?.accuracyMetres).toBeUndefined();
    expect(osmand).toMatchObject({ speedMetresPerSecond: 10, accuracyMetres: 7, recordedAt: 1780000000000 });
  });

  it('takes a space for the plus of a time zone that was decoded once too often', () => {
    const [fix] = decodeOsmand(get('lat=1&lon=2&timestamp=2026-05-01T08:00:00+08:00')).fixes;
    expect(fix?.recordedAt).toBe(Date.UTC(2026, 4, 1));
  });

  it('takes a heartbeat without a position for neither fix nor refusal', () => {
    expect(
      decodeOsmand(post('id=1&timestamp=1780000000&batt=40', 'application/x-www-form-urlencoded')),
    ).toEqual({ fixes: [], refused: [], batteryPercent: 40, labels: { id: '1' } });
  });

  it('says of each record of an array by itself what is wrong with it', () => {
    const records = [{ lat: 1, lon: 2, timestamp: 1780000000 }, 7, { lat: 'x', lon: 2 }];
    const { fixes, refused } = decodeOsmand(post(JSON.stringify(records), 'application/json'));
    expect(fixes.map(({ index }) => index)).toEqual([0]);
    expect(refused).toMatchObject([
      { index: 1, reason: 'not-a-record' },
      { index: 2, reason: 'not-a-number' },
    ]);
  });

  it('marks a position that its receiver does not stand by', () => {
    const query = (valid: string) => `lat=1&lon=2&timestamp=1780000000&valid=${valid}`;
    const marks = ['true', '1', 'false', '0'].map(
      (valid) =>
        decodeOsmand(post(query(valid), 'application/x-www-form-urlencoded')).fixes[0]?.notPositioned,
    );
    expect(marks).toEqual([false, false, true, true]);
  });

  it('reads a body whose client has an address with a query of its own', () => {
    const form = post('lat=1&lon=2&timestamp=1780000000', 'application/x-www-form-urlencoded');
    expect(decodeOsmand({ ...form, query: 'station=3' }).fixes).toHaveLength(1);
  });

  it('never throws, whatever bytes arrive', () => {
    const bytes = fc.uint8Array({ maxLength: 300 });
    const types = fc.constantFrom('', 'application/json', 'application/x-www-form-urlencoded');
    fc.assert(
      fc.property(bytes, types, fc.string(), (body, contentType, query) => {
        decodeOsmand({ ...post('', contentType), query, body });
      }),
    );
  });
});
