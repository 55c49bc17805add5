import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeOsmand } from '../../../server/devices/protocols/osmand.ts';
import type { LiveRequest } from '../../../server/devices/protocols/request.ts';
import { vectorsFolder, vectorsNote, withVectors } from '../../support/real-data.ts';

const receivedAt = Date.UTC(2026, 4, 1);
const get = (query: string): LiveRequest => ({
  method: 'GET',
  query,
  contentType: '',
  body: Buffer.alloc(0),
  receivedAt,
});
const post = (body: string, contentType: string): LiveRequest => ({
  method: 'POST',
  query: '',
  contentType,
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
    ).toEqual({ fixes: [], refused: [] });
  });

  it('says of each record of an array by itself what is wrong with it', () => {
    const records = [{ lat: 1, lon: 2, timestamp: 1780000000 }, 7, { lat: 'x', lon: 2 }];
    const { fixes, refused } = decodeOsmand(post(JSON.stringify(records), 'application/json'));
    expect(fixes.map(({ index }) => index)).toEqual([0]);
    expect(refused).toEqual([
      { index: 1, reason: 'not-a-record' },
      { index: 2, reason: 'not-a-number' },
    ]);
  });

  it('never throws, whatever bytes arrive', () => {
    const bytes = fc.uint8Array({ maxLength: 300 });
    const types = fc.constantFrom('', 'application/json', 'application/x-www-form-urlencoded');
    fc.assert(
      fc.property(bytes, types, fc.string(), (body, contentType, query) => {
        decodeOsmand({ method: 'POST', query, contentType, body, receivedAt });
      }),
    );
  });
});

type Vector = {
  id: string;
  input: {
    method?: string;
    url?: string;
    headers?: Record<string, string>;
    body?: string;
    requests?: string[];
  };
  expect: {
    disposition?: string;
    records?: {
      time_ms: number;
      lat: number;
      lon: number;
      speed_mps?: number;
      accuracy_m?: number;
      course_deg?: number;
      altitude_m?: number;
    }[];
  };
};

const files = ['traccar_json', 'traccar_osmand_form', 'osmand_app'];
const vectors: Vector[] = withVectors
  ? files.flatMap((file) => JSON.parse(readFileSync(join(vectorsFolder, `${file}.json`), 'utf8')).vectors)
  : [];

/**
 * Where no peer asserted the disposition and the product keeps what can be kept: null island, a swapped or rolled-over
 * record are judged when they are admitted (flagged or refused there), not by the decoder.
 */
const judgedLater = new Set(['osm-m2', 'osm-m5', 'osm-m8']);

describe.skipIf(!withVectors)(`peers' cases of Traccar Client and OsmAnd${vectorsNote}`, () => {
  for (const { id, input, expect: expected } of vectors.filter((vector) => vector.input.url !== undefined)) {
    it(`${id}: ${expected.disposition}`, () => {
      const request: LiveRequest = {
        method: input.method ?? 'GET',
        query: input.url?.split('?').slice(1).join('?') ?? '',
        contentType: input.headers?.['Content-Type'] ?? '',
        body: Buffer.from(input.body ?? ''),
        receivedAt,
      };
      const { fixes, refused } = decodeOsmand(request);
      if (expected.disposition === 'ack_only') expect({ fixes, refused }).toEqual({ fixes: [], refused: [] });
      if (expected.disposition === 'quarantine_and_ack' && !judgedLater.has(id)) {
        expect(fixes).toEqual([]);
        expect(refused.length).toBeGreaterThan(0);
      }
      if (expected.disposition !== 'store' || !expected.records) return;
      expect(fixes.length).toBe(expected.records.length);
      expected.records.forEach((record, index) => {
        const fix = fixes[index];
        expect(fix?.recordedAt).toBe(record.time_ms);
        expect(fix?.lat).toBeCloseTo(record.lat, 6);
        expect(fix?.lon).toBeCloseTo(record.lon, 6);
        if (record.speed_mps !== undefined)
          expect(fix?.speedMetresPerSecond).toBeCloseTo(record.speed_mps, 3);
        if (record.accuracy_m !== undefined) expect(fix?.accuracyMetres).toBe(record.accuracy_m);
        if (record.course_deg !== undefined) expect(fix?.courseDegrees).toBe(record.course_deg);
        if (record.altitude_m !== undefined) expect(fix?.altitudeMetres).toBe(record.altitude_m);
      });
    });
  }
});
