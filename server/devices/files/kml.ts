import { parseDegrees, parseNumber } from '../protocols/number.ts';
import { parseIsoTime } from '../protocols/time.ts';
import { gxTrack } from './gx-track.ts';
import { refusalOf, type TrackItem, type TrackReader } from './track-reader.ts';
import { escaped, xmlReader } from './xml-reader.ts';

/**
 * Reads KML: the n-th `when` of a gx:Track with its n-th `gx:coord`, tracks of a gx:MultiTrack with breaks between
 * them. A LineString has no times: each of its positions is refused with that reason. Points and polygons are notes.
 * Links to the network are not followed. (PROTOCOLS 8)
 */
export function kmlReader(): TrackReader<string> {
  let done: Iterable<TrackItem>[] = [];
  let index = 0;
  let track = gxTrack(false);
  let hasPoints = false;
  const take = () => {
    const taken = done;
    done = [];
    return taken;
  };
  const hand = (count: number, items: (first: number) => Iterable<TrackItem>) => {
    if (count === 0) return;
    done.push(items(index));
    index += count;
  };
  const handPairs = () => hand(track.pairs(), (first) => track.take(first));
  return xmlReader({
    root: 'kml',
    mostCharactersBetweenTags: 16_000_000,
    open: (name) => {
      if (name === 'Track') track = gxTrack(hasPoints);
    },
    close: (name, text, path) => {
      const parent = path.at(-1);
      if (parent === 'Track' && name === 'when') track.when(parseIsoTime(text), text);
      else if (parent === 'Track' && name === 'coord') {
        track.position(...positionOf(text), text);
        if (!track.isListed()) handPairs();
      } else if (name === 'Track') {
        const broken = track.unpaired();
        const { whole } = track;
        if (broken > 0) hand(broken, (first) => refusals(first, broken, 'times-differ', whole()));
        else handPairs();
        hasPoints = hasPoints || index > 0;
      } else if (name === 'coordinates' && parent === 'LineString') {
        const tuples = text.trim().split(/\s+/);
        if (text.trim() !== '') hand(tuples.length, (first) => untimed(first, tuples));
      }
    },
    cut: handPairs,
    *take() {
      for (const items of take()) yield* items;
    },
  });
}

/** `lon lat altitude`, parted by blanks; the empty one is a sample that is missing. */
function positionOf(text: string): [lon: number | undefined, lat: number, altitude: number] {
  const [lon, lat, altitude] = text.trim().split(/[\s,]+/);
  if (!lon) return [undefined, Number.NaN, Number.NaN];
  return [parseDegrees(lon), parseDegrees(lat ?? ''), parseNumber(altitude) ?? Number.NaN];
}

/** The first stands for all of them in what is kept: apart from one another nothing can be read of them. */
function* refusals(first: number, count: number, reason: string, alone: string): Iterable<TrackItem> {
  yield refusalOf(first, reason, { alone: () => alone });
  for (let offset = 1; offset < count; offset++) yield { index: first + offset, reason };
}

function* untimed(first: number, tuples: readonly string[]): Iterable<TrackItem> {
  for (const [offset, tuple] of tuples.entries()) {
    const [lon = '', lat = ''] = tuple.split(',');
    const isPosition = Number.isFinite(parseDegrees(lon)) && Number.isFinite(parseDegrees(lat));
    const reason = isPosition ? 'no-time' : 'not-a-number';
    yield offset === 0
      ? refusalOf(first, reason, { alone: () => lineOf(tuples) })
      : { index: first + offset, reason };
  }
}

function lineOf(tuples: readonly string[]): string {
  return `<kml><LineString><coordinates>${escaped(tuples.join(' '))}</coordinates></LineString></kml>`;
}
