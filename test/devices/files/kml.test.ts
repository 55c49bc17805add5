import { describe, expect, it } from 'vitest';
import { readTrack } from './read-track.ts';

const kml = (inside: string) =>
  `<?xml version="1.0"?><kml xmlns:gx="http://www.google.com/kml/ext/2.2"><Document><Placemark>${inside}</Placemark></Document></kml>`;
const when = (second: number) => `<when>2026-05-01T08:00:0${second}+08:00</when>`;
const coord = (second: number) => `<gx:coord>120.${second} 49.5 700</gx:coord>`;
const at = (second: number) => Date.UTC(2026, 4, 1, 0, 0, second);

describe('kmlReader', () => {
  it('pairs the n-th time with the n-th position, by turns or each in a list', async () => {
    const byTurns = [1, 2, 3].map((second) => when(second) + coord(second)).join('');
    const listed = [1, 2, 3].map(when).join('') + [1, 2, 3].map(coord).join('');
    const expected = [1, 2, 3].map((second, index) => ({
      index,
      recordedAt: at(second),
      lon: Number(`120.${second}`),
      lat: 49.5,
      altitudeMetres: 700,
    }));
    for (const inside of [byTurns, listed]) {
      const { fixes, refused, ending } = await readTrack(kml(`<gx:Track>${inside}</gx:Track>`), {}, 100);
      expect([fixes, refused, ending]).toEqual([expected, [], 'whole']);
    }
  });

  it('pairs nothing where the lists differ in length: nobody knows which one is missing', async () => {
    const inside = [1, 2, 3].map(when).join('') + [1, 2].map(coord).join('');
    const { fixes, refused } = await readTrack(kml(`<gx:Track>${inside}</gx:Track>`));
    expect([fixes, refused.map(({ reason }) => reason)]).toEqual([[], Array(3).fill('times-differ')]);
  });

  it('keeps the pairs of a list that is cut short', async () => {
    const whole = kml(`<gx:Track>${[1, 2, 3].map(when).join('')}${[1, 2, 3].map(coord).join('')}</gx:Track>`);
    const { fixes, ending } = await readTrack(whole.slice(0, whole.indexOf(coord(3)) + 12));
    expect([fixes.map(({ recordedAt }) => recordedAt), ending]).toEqual([[at(1), at(2)], 'cut']);
  });

  it('leaves out a missing sample without shifting the others, and refuses one that is wrong alone', async () => {
    const inside = `${when(1)}<gx:coord/>${when(2)}${coord(2)}<when>soon</when>${coord(3)}${when(4)}<gx:coord>no way</gx:coord>${when(5)}${coord(5)}`;
    const { fixes, refused } = await readTrack(kml(`<gx:Track>${inside}</gx:Track>`));
    expect(fixes.map(({ index, recordedAt }) => [index, recordedAt])).toEqual([
      [1, at(2)],
      [4, at(5)],
    ]);
    expect(refused).toEqual([
      { index: 2, reason: 'bad-time' },
      { index: 3, reason: 'not-a-number' },
    ]);
  });

  it('breaks between the tracks of a MultiTrack', async () => {
    const one = (second: number) =>
      `<gx:Track>${when(second)}${coord(second)}${when(second + 1)}${coord(second + 1)}</gx:Track>`;
    const { fixes } = await readTrack(kml(`<gx:MultiTrack>${one(1)}${one(3)}</gx:MultiTrack>`));
    expect(fixes.map(({ breakBefore }) => breakBefore ?? false)).toEqual([false, false, true, false]);
  });

  it('refuses every position of a line that has no times, and takes points for notes', async () => {
    const inside =
      '<LineString><coordinates>120,49,0 120.1,49,0 x,49</coordinates></LineString><Point><coordinates>1,2</coordinates></Point>';
    const { fixes, refused } = await readTrack(kml(inside));
    expect(fixes).toEqual([]);
    expect(refused.map(({ reason }) => reason)).toEqual(['no-time', 'no-time', 'not-a-number']);
  });
});
