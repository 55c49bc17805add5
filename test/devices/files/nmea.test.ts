import { describe, expect, it } from 'vitest';
import { readTrack } from './read-track.ts';
import { sentence } from './samples.ts';

const rmc = (time: string, date = '010526', status = 'A', talker = 'GP') =>
  sentence(`${talker}RMC,${time},${status},4930.0000,N,12030.0000,E,10.0,90.5,${date},,,A`);
const gga = (time: string, quality = '1') =>
  sentence(`GPGGA,${time},4930.0000,N,12030.0000,E,${quality},08,0.9,700.5,M,,M,,`);
const read = (...lines: string[]) => readTrack(`${lines.join('\r\n')}\r\n`);
const noon = Date.UTC(2026, 4, 1, 12);

describe('nmeaReader', () => {
  it('joins what RMC and GGA of one second say', async () => {
    const expected = {
      index: 0,
      recordedAt: noon,
      lat: 49.5,
      lon: 120.5,
      courseDegrees: 90.5,
      altitudeMetres: 700.5,
      speedMetresPerSecond: (10 * 1852) / 3600,
    };
    expect((await read(rmc('120000'), gga('120000'))).fixes).toEqual([expected]);
    expect((await read(gga('120000.000'), rmc('120000.000', '010526', 'A', 'BD'))).fixes).toEqual([expected]);
  });

  it('reads the example of the standard', async () => {
    const { fixes } = await read('$GPRMC,123519,A,4807.038,N,01131.000,W,022.4,084.4,230394,003.1,W*78');
    expect(fixes).toHaveLength(1);
    expect(fixes[0]).toMatchObject({ recordedAt: Date.UTC(1994, 2, 23, 12, 35, 19), courseDegrees: 84.4 });
    expect([fixes[0]?.lat, fixes[0]?.lon]).toEqual([48 + 7.038 / 60, -(11 + 31 / 60)]);
  });

  it('refuses a line with a wrong checksum or none, and keeps its neighbours', async () => {
    const wrong = rmc('120001').replace('4930', '4931');
    const without = rmc('120002').replace(/\*..$/, '');
    const { fixes, refused, ending } = await read(rmc('120000'), wrong, without, rmc('120003'));
    expect(fixes.map(({ recordedAt }) => recordedAt)).toEqual([noon, noon + 3000]);
    expect([refused.map(({ reason }) => reason), ending]).toEqual([
      ['bad-checksum', 'bad-checksum'],
      'whole',
    ]);
  });

  it('goes on over midnight where GGA alone says the time', async () => {
    const { fixes } = await read(
      rmc('235959'),
      gga('235959'),
      gga('000000'),
      gga('000001'),
      rmc('000002', '020526'),
    );
    expect(fixes.map(({ recordedAt }) => recordedAt)).toEqual(
      [-1, 0, 1, 2].map((second) => Date.UTC(2026, 4, 2, 0, 0, second)),
    );
  });

  it('refuses what has no date yet, and tells what the receiver calls no fix', async () => {
    const empty = sentence('GPRMC,120001,V,,,,,,,010526,,,N');
    const satellites = sentence('GPGSV,1,1,00');
    const lines = [
      gga('115959'),
      empty,
      satellites,
      rmc('120002', '010526', 'V'),
      rmc('120003'),
      gga('120004', '0'),
    ];
    const { fixes, refused } = await read(...lines);
    expect(refused).toEqual([{ index: 0, reason: 'no-date' }]);
    expect(fixes.map(({ recordedAt, notPositioned }) => [recordedAt - noon, notPositioned ?? false])).toEqual(
      [
        [2000, true],
        [3000, false],
        [4000, true],
      ],
    );
  });

  it('takes a log whose lines begin with a time of the program', async () => {
    expect((await read(`12:00:00 ${rmc('120000')}`)).fixes).toHaveLength(1);
  });
});
