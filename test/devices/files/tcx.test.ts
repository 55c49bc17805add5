import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataFolder, dataNote, withData } from '../../support/real-data.ts';
import { readTrack } from './read-track.ts';

const point = (second: number) =>
  `<Trackpoint><Time>2026-05-01T00:00:0${second}Z</Time><Position><LatitudeDegrees>49</LatitudeDegrees><LongitudeDegrees>120.${second}</LongitudeDegrees></Position></Trackpoint>`;
const activity = (laps: string) =>
  `<TrainingCenterDatabase><Activities><Activity>${laps}</Activity></Activities></TrainingCenterDatabase>`;
const breaks = async (file: string) =>
  (await readTrack(file)).fixes.map(({ breakBefore }) => breakBefore ?? false);

describe('tcxReader', () => {
  it('breaks at a pause within a lap, and not where a lap ends', async () => {
    const paused = `<Lap><Track>${point(1)}</Track><Track>${point(2)}</Track></Lap>`;
    const lapped = `<Lap><Track>${point(1)}</Track></Lap><Lap><Track>${point(2)}</Track></Lap>`;
    expect(await breaks(activity(paused))).toEqual([false, true]);
    expect(await breaks(activity(lapped))).toEqual([false, false]);
    expect(await breaks(activity(`${lapped}</Activity><Activity>${lapped}`))).toEqual([
      false,
      false,
      true,
      false,
    ]);
  });

  it('refuses one wrong point and keeps its neighbours', async () => {
    const file = activity(
      `<Lap><Track>${point(1)}${point(2).replace('00:00:02Z', 'noon')}${point(3)}</Track></Lap>`,
    );
    const { fixes, refused } = await readTrack(file);
    expect([fixes.map(({ index }) => index), refused]).toEqual([[0, 2], [{ index: 1, reason: 'bad-time' }]]);
  });

  it.skipIf(!withData)(`reads a file of Garmin Connect${dataNote}`, async () => {
    const bytes = readFileSync(join(dataFolder, 'tracks/togeojson/garmin_connect.tcx'));
    const { fixes, refused, ending } = await readTrack(bytes);
    expect([fixes.length, refused, ending]).toEqual([316, [], 'whole']);
  });
});
