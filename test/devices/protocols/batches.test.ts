import { describe, expect, it } from 'vitest';
import { decodeAgain, decodeOrRefuse } from '../../../server/devices/protocols/registry.ts';
import { keepHeaders, parseRawRequest, rawRequest } from '../../../server/devices/protocols/request.ts';

const receivedAt = Date.UTC(2026, 5, 1);
const context = { receivedAt, secret: null };
const at = '2026-05-01T05:00:00Z';
const seconds = Date.parse(at) / 1000;

const feature = (lon: unknown, more = {}) => ({
  type: 'Feature',
  geometry: { type: 'Point', coordinates: [lon, 31] },
  properties: { timestamp: at, ...more },
});

/** A message of several records, of which the second is none. */
const batches: [protocol: string, path: string, body: unknown][] = [
  ['overland', '', { locations: [feature(121), feature('x'), feature(122)] }],
  [
    'owntracks',
    '',
    [121, null, 122].map((lon) => ({ _type: 'location', tid: 'a', lat: 31, lon, tst: seconds })),
  ],
  ['osmand', '', [121, 'x', 122].map((lon) => ({ id: 'a', lat: 31, lon, timestamp: seconds }))],
  ['phonetrack', '/logPostMultiple/T/D', { points: [121, 200, 122].map((lon) => [31, lon, seconds]) }],
  ['phonetrack', '/log/overland/T/D', { locations: [feature(121), feature(500), feature(122)] }],
];

const stored = (path: string, body: unknown) =>
  rawRequest({
    method: 'POST',
    path,
    query: '',
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(body)),
    receivedAt,
  });

describe('a batch with a bad record', () => {
  it.each(batches)('of %s%s keeps the others, and the bad one alone as a message', (protocol, path, body) => {
    const { fixes, refused } = decodeAgain(protocol, stored(path, body), context);
    expect(fixes.map(({ index, lon }) => [index, lon])).toEqual([
      [0, 121],
      [2, 122],
    ]);
    const [bad] = refused;
    expect(refused.map(({ index }) => index)).toEqual([1]);
    const again = decodeAgain(protocol, bad?.raw ?? Buffer.alloc(0), context);
    expect(again.fixes).toEqual([]);
    expect(again.refused).toMatchObject([{ index: 0, reason: bad?.reason }]);
  });

  it('names what no position can be, and what may be swapped', () => {
    const body = { locations: [feature(121), feature(181), { ...feature(0) }] };
    const swapped = { ...feature(0), geometry: { type: 'Point', coordinates: [31, 121] } };
    const { refused } = decodeAgain(
      'overland',
      stored('', { locations: [...body.locations, swapped] }),
      context,
    );
    expect(refused.map(({ index, reason }) => [index, reason])).toEqual([
      [1, 'out-of-range'],
      [3, 'maybe-swapped'],
    ]);
  });
});

describe('a stored request', () => {
  it('is the same once it is read again', () => {
    const request = {
      method: 'PUT',
      path: '/logGet/T/D',
      query: 'lat=1&a=b?c',
      headers: { 'content-type': 'a/b', 'x-limit-u': '巡逻' },
      body: Buffer.from('\r\n\r\nlat=2'),
      receivedAt,
    };
    expect(parseRawRequest(rawRequest(request), receivedAt)).toEqual(request);
  });

  it('holds no credential', () => {
    const basic = { authorization: 'Basic Ym9iOmh1bnRlcjI=', cookie: 'gridwarden_session=1' };
    expect(keepHeaders(basic)).toEqual({});
    expect(keepHeaders({ authorization: 'Basic mytoken:' })).toEqual({ authorization: 'unencoded' });
  });

  it('of another protocol, or of none, is refused whole', () => {
    for (const [protocol, raw, reason] of [
      ['telepathy', 'x', 'unknown-protocol'],
      ['gpx', 'x', 'not-a-record'],
      ['nmea', 'x', 'not-a-record'],
      ['osmand', 'no request', 'not-a-request'],
    ] as const)
      expect(decodeAgain(protocol, Buffer.from(raw), context)).toEqual({
        fixes: [],
        refused: [{ index: 0, reason }],
      });
  });
});

describe('what a decoder fails on', () => {
  it('is refused whole, and said to whoever asks', () => {
    const failures: unknown[] = [];
    const failing = () => {
      throw new TypeError('a mistake of ours');
    };
    const decoded = decodeOrRefuse(failing, (error) => failures.push(error));
    expect(decoded).toEqual({ fixes: [], refused: [{ index: 0, reason: 'decoder-failed' }] });
    expect(failures).toEqual([new TypeError('a mistake of ours')]);
  });
});

describe('labels', () => {
  it('are text that a database can store', () => {
    const message = {
      _type: 'location',
      tid: 'a\u0000b\ud800',
      topic: '长'.repeat(500),
      lat: 1,
      lon: 2,
      tst: 1780000000,
    };
    const { labels } = decodeAgain('owntracks', stored('', message), context);
    expect(labels?.['tid']).toBe('ab\ufffd');
    expect(labels?.['topic']).toHaveLength(200);
  });
});
