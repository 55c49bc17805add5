import { itemOf, type Placed, refusalOf, type TrackItem } from './track-reader.ts';
import { escaped } from './xml-reader.ts';

/**
 * The times and positions of one gx:Track, which may come by turns or each in a list of its own. Held as bare numbers:
 * a million of a list take some 32 MB.
 */
export type GxTrack = {
  /** The next `when`; undefined where it is no time. */
  when: (at: number | undefined, text: string) => void;
  /** The next `gx:coord`; an undefined longitude is the sample that is missing. */
  position: (lon: number | undefined, lat: number, altitude: number, text: string) => void;
  /** True where times were listed before their positions: only the end of the track tells whether they fit. */
  isListed: () => boolean;
  /** How many positions have their time. */
  pairs: () => number;
  /** How many records have no partner; the whole rest where the numbers differ, as nobody knows which one is missing. */
  unpaired: () => number;
  /** Hands the pairs over as items from this index on; missing samples are left out. */
  take: (first: number) => Iterable<TrackItem>;
  /** What has not been handed over, as a document of its own. */
  whole: () => string;
};

/** Stands for the longitude of a sample that is missing: no text is read as it. */
const missing = Number.POSITIVE_INFINITY;

export function gxTrack(breakBefore: boolean): GxTrack {
  let times: number[] = [];
  let places: number[] = []; // lon, lat, altitude
  let breaks = breakBefore;
  let wasListed = false;
  /** What could not be read, by its place. */
  let oddTimes = new Map<number, string>();
  let oddPlaces = new Map<number, string>();
  const positions = () => places.length / 3;
  return {
    when: (at, text) => {
      if (at === undefined) oddTimes.set(times.length, text);
      times.push(at ?? Number.NaN);
      if (times.length > positions() + 1) wasListed = true;
    },
    position: (lon, lat, altitude, text) => {
      if (Number.isNaN(lon) || Number.isNaN(lat)) oddPlaces.set(positions(), text);
      places.push(lon ?? missing, lat, altitude);
      if (positions() > times.length) wasListed = true;
    },
    isListed: () => wasListed,
    pairs: () => Math.min(times.length, positions()),
    whole: () =>
      documentOf(
        times.map((at, place) => oddTimes.get(place) ?? timeText(at)),
        Array.from({ length: positions() }, (_, place) => oddPlaces.get(place) ?? placeText(places, place)),
      ),
    unpaired: () => (times.length === positions() ? 0 : Math.max(times.length, positions())),
    *take(first) {
      const [taken, coordinates, timeTexts, placeTexts] = [times, places, oddTimes, oddPlaces];
      times = [];
      places = [];
      oddTimes = new Map();
      oddPlaces = new Map();
      const count = Math.min(taken.length, coordinates.length / 3);
      for (let at = 0; at < count; at++) {
        const [lon = 0, lat = 0, altitude = 0] = coordinates.slice(at * 3, at * 3 + 3);
        if (lon === missing) continue;
        const read = fixOf(taken[at] ?? Number.NaN, lon, lat, altitude);
        if (typeof read === 'string')
          yield refusalOf(first + at, read, {
            alone: () =>
              documentOf([timeTexts.get(at) ?? timeText(taken[at])], [placeTexts.get(at) ?? `${lon} ${lat}`]),
            recordedAt: () => (timeTexts.has(at) ? undefined : taken[at]),
          });
        else if (!breaks) yield itemOf(first + at, read);
        else {
          yield itemOf(first + at, { ...read, breakBefore: true });
          breaks = false;
        }
      }
    },
  };
}

function documentOf(times: readonly string[], positions: readonly string[]): string {
  const whens = times.map((text) => `<when>${escaped(text)}</when>`).join('');
  const coords = positions.map((text) => `<coord>${escaped(text)}</coord>`).join('');
  return `<kml><Track>${whens}${coords}</Track></kml>`;
}

function timeText(at: number | undefined): string {
  return at === undefined ? '' : new Date(at).toISOString();
}

function placeText(places: readonly number[], place: number): string {
  const [lon = missing, lat, altitude = Number.NaN] = places.slice(place * 3, place * 3 + 3);
  if (lon === missing) return '';
  return Number.isNaN(altitude) ? `${lon} ${lat}` : `${lon} ${lat} ${altitude}`;
}

function fixOf(recordedAt: number, lon: number, lat: number, altitude: number): Placed | string {
  if (Number.isNaN(lon) || Number.isNaN(lat)) return 'not-a-number';
  if (Number.isNaN(recordedAt)) return 'bad-time';
  return { recordedAt, lon, lat, ...(!Number.isNaN(altitude) && { altitudeMetres: altitude }) };
}
