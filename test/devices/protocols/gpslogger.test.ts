import { describe, expect, it } from 'vitest';
import { decodeGpslogger } from '../../../server/devices/protocols/gpslogger.ts';
import { parseRmc } from '../../../server/devices/protocols/rmc.ts';

const receivedAt = Date.UTC(2026, 5, 1);
const put = (query: string, body = '') =>
  decodeGpslogger({ method: 'PUT', path: '', query, headers: {}, body: Buffer.from(body), receivedAt });

describe('GPSLogger', () => {
  it('prefers the finest time that is one', () => {
    const times: [query: string, at: string][] = [
      ['timestamp=1457205869&time=2016-03-05T19:24:29.949Z', '2016-03-05T19:24:29.949Z'],
      ['timestamp=1457205869&timeoffset=2016-03-05T21:24:29.949%2B02:00', '2016-03-05T19:24:29.949Z'],
      ['timestamp=1457205869&time=%TIME', '2016-03-05T19:24:29.000Z'],
      ['starttimestamp=1&date=2016-03-05&epoch=1457205869', '2016-03-05T19:24:29.000Z'],
    ];
    for (const [query, at] of times)
      expect(put(`lat=1&lng=2&${query}`).fixes[0]?.recordedAt).toBe(Date.parse(at));
    expect(put('lat=1&lon=2&time=%TIME').refused).toEqual([{ index: 0, reason: 'no-time' }]);
  });

  it('takes names in any case, from query and body together, and from JSON', () => {
    const expected = { lat: 1, lon: 2, speedMetresPerSecond: 10 };
    expect(put('LAT=1', 'Lon=2\nspd_kph=36').fixes).toMatchObject([expected]);
    expect(put('', '{"latitude":1,"longitude":2,"speed":10}').fixes).toMatchObject([expected]);
  });

  it('keeps for later what has no name for a position, and takes a look at the address for nothing', () => {
    expect(put('breite=1&laenge=2').refused).toEqual([{ index: 0, reason: 'no-position' }]);
    expect(put('')).toEqual({ fixes: [], refused: [] });
    expect(put('lat=1&lon=2&latitude=3').refused).toEqual([{ index: 0, reason: 'ambiguous-position' }]);
  });
});

describe('parseRmc', () => {
  const sentence = (time: string, lat: string, lon: string, date: string) =>
    parseRmc(`$GPRMC,${time},A,${lat},N,${lon},W,,,${date},,*00`);

  it('splits degrees from minutes whether zeros stand before them or not', () => {
    for (const lon of ['00011.4', '011.4', '11.4'])
      expect(sentence('010203.5', '5121.0', lon, '010526')).toMatchObject({
        lat: 51.35,
        lon: -0.19,
        recordedAt: Date.UTC(2026, 4, 1, 1, 2, 3, 500),
      });
  });

  it('refuses what is no time, no coordinate and no sentence', () => {
    expect(sentence('250000', '5121.0', '011.4', '010526')).toBe('no-time');
    expect(sentence('010203', '5121.0', '011.4', '310226')).toBe('no-time');
    expect(sentence('010203', '5161.0', '011.4', '010526')).toMatchObject({ lat: Number.NaN });
    expect(parseRmc('$GPGGA,1,2,3,4,5,6,7,8,9,10')).toBe('not-a-sentence');
  });
});
