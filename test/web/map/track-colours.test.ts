import { expect, test } from 'vitest';
import { colouredLines, movementColours } from '../../../web/map/track-colours.ts';
import type { LineTrack, TrackLines } from '../../../web/types.ts';

const trackOf = (id: number, more: Partial<LineTrack>): LineTrack => ({
  ...{ id, deviceId: id, deviceName: `device ${id}`, person: null, teams: [], from: '', to: '' },
  ...{ metres: 0, movingSeconds: 0, fixes: 2, flagged: 0, bounds: null },
  ...more,
});
const lineOf = (track: number, kind: 'leg' | 'gap' = 'leg', movement?: 'foot') => ({
  type: 'Feature' as const,
  geometry: { type: 'LineString' as const, coordinates: [] },
  properties: { kind, track, from: '', to: '', ...(movement && { movement }) },
});
const linesOf = (tracks: LineTrack[], features = tracks.map(({ id }) => lineOf(id))): TrackLines => ({
  type: 'FeatureCollection',
  features,
  tracks,
  truncated: false,
});
const coloursOf = ({ features }: TrackLines) =>
  features.map(({ properties }) => ('colour' in properties ? properties.colour : undefined));

const one = { id: 1, name: '甲' };
const two = { id: 2, name: '乙' };

test('gives each person a colour, the busiest first, and strangers that of all others', () => {
  const tracks = [
    trackOf(10, { person: one }),
    trackOf(11, { person: two }),
    trackOf(12, { person: two }),
    trackOf(13, { deviceId: null, deviceName: null }),
  ];
  const { lines, key } = colouredLines(linesOf(tracks), 'person');
  expect(key.map(({ name, tracks: count }) => [name, count])).toEqual([
    ['乙', 2],
    ['甲', 1],
    [null, 1],
  ]);
  const [first, second, third, stranger] = coloursOf(lines);
  expect([second, third]).toEqual([key[0]?.colour, key[0]?.colour]);
  expect([first, stranger]).toEqual([key[1]?.colour, key[2]?.colour]);
});

test('has as many colours as can be told apart, and no more', () => {
  const tracks = Array.from({ length: 30 }, (_, index) =>
    trackOf(index, { person: { id: index, name: `${index}` } }),
  );
  const { key } = colouredLines(linesOf(tracks), 'person');
  expect(new Set(key.map(({ colour }) => colour)).size).toBe(key.length);
  expect(key.reduce((sum, { tracks: count }) => sum + count, 0)).toBe(30);
});

test('colours by the first team, and by movement leg by leg; a silence has no colour', () => {
  const team = { id: 7, name: '一队' };
  const inTeam = linesOf([trackOf(1, { person: one, teams: [team] }), trackOf(2, { person: two })]);
  expect(colouredLines(inTeam, 'team').key.map(({ name }) => name)).toEqual(['一队', null]);
  const stranger = trackOf(3, { deviceId: null, deviceName: null });
  const nameless = colouredLines(linesOf([...inTeam.tracks, stranger]), 'team').key;
  expect(nameless.map(({ id, name, tracks }) => [id, name, tracks])).toEqual([
    ['team 7', '一队', 1],
    ['noTeam', null, 1],
    ['stranger', null, 1],
  ]);
  const legs = linesOf([trackOf(1, {})], [lineOf(1, 'leg', 'foot'), lineOf(1, 'gap')]);
  expect(coloursOf(colouredLines(legs, 'movement').lines)).toEqual([movementColours.foot, undefined]);
});
