import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataFolder, dataNote, withData } from '../../support/real-data.ts';
import { readTrack } from './read-track.ts';

const head =
  'Geolife trajectory\r\nWGS 84\r\nAltitude is in Feet\r\nReserved 3\r\n0,2,255,My Track,0,0,2,8421376\r\n0\r\n';

describe('pltReader', () => {
  it('reads time in GMT and altitude in feet, -777 standing for unknown', async () => {
    const rows = [
      '39.984702,116.318417,0,492,39744.1201851852,2008-10-23,02:53:04',
      '39.984683,116.31845,0,-777,39744.1202546296,2008-10-23,02:53:10',
    ];
    expect((await readTrack(`${head}${rows.join('\r\n')}\r\n`)).fixes).toEqual([
      {
        index: 0,
        recordedAt: Date.UTC(2008, 9, 23, 2, 53, 4),
        lat: 39.984702,
        lon: 116.318417,
        altitudeMetres: 149.9616,
      },
      { index: 1, recordedAt: Date.UTC(2008, 9, 23, 2, 53, 10), lat: 39.984683, lon: 116.31845 },
    ]);
  });

  it('goes by the days of OziExplorer where date and time are written otherwise, and by its breaks', async () => {
    const rows = [
      ' 39.98,116.31,0, 492,39744.1201852,23-Oct-08, 2:53:04 AM',
      ' 39.98,116.32,1, 492,39744.1202546,23-Oct-08, 2:53:10 AM',
    ];
    const ozi = head.replace('Geolife trajectory', 'OziExplorer Track Point File Version 2.1');
    const { fixes } = await readTrack(`${ozi}${rows.join('\n')}\n`);
    expect(fixes.map(({ recordedAt, breakBefore }) => [recordedAt, breakBefore ?? false])).toEqual([
      [Date.UTC(2008, 9, 23, 2, 53, 4), false],
      [Date.UTC(2008, 9, 23, 2, 53, 10), true],
    ]);
  });

  it('refuses one wrong line and keeps its neighbours', async () => {
    const good = '39.9,116.3,0,492,39744.12,2008-10-23,02:53:04';
    const { fixes, refused } = await readTrack(
      `${head}${good}\nx,116.3,0,492,39744.12,2008-10-23,02:53:04\n39.9\n${good}\n`,
    );
    expect([fixes.length, refused]).toEqual([
      2,
      [
        { index: 1, reason: 'not-a-number' },
        { index: 2, reason: 'too-few-fields' },
      ],
    ]);
  });

  it.skipIf(!withData)(`reads the three users of GeoLife whole${dataNote}`, async () => {
    const folder = join(dataFolder, 'tracks/geolife/plt');
    let points = 0;
    for (const user of readdirSync(folder)) {
      for (const name of readdirSync(join(folder, user, 'Trajectory'))) {
        const { fixes, refused, ending } = await readTrack(
          readFileSync(join(folder, user, 'Trajectory', name)),
        );
        expect([name, refused, ending]).toEqual([name, [], 'whole']);
        points += fixes.length;
      }
    }
    expect(points).toBe(21_407);
  });
});
