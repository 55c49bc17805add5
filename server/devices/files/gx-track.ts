import { itemOf, type Placed, type TrackItem } from './track-reader.ts';

/**
 * The times and positions of one gx:Track, which may come by turns or each in a list of its own. Held as bare numbers:
 * a million of a list take some 32 MB.
 */
export type GxTrack = {
  /** The next `when`; undefined where it is no time. */
  when: (at: number | undefined) => void;
  /** The next `gx:coord`; an undefined longitude is the sample that is missing. */
  position: (lon: number | undefined, lat: number, altitude: number) => void;
  /** True where times were listed before their positions: only the end of the track tells whether they fit. */
  isListed: () => boolean;
  /** How many positions have their time. */
  pairs: () => number;
  /** How many records have no partner; the whole rest where the numbers differ, as nobody knows which one is missing. */
  unpaired: () => number;
  /** Hands the pairs over as items from this index on; missing samples are left out. */
  take: (first: number) => Iterable<TrackItem>;
};

/** Stands for the longitude of a sample that is missing: no text is read as it. */
const missing = Number.POSITIVE_INFINITY;

export function gxTrack(breakBefore: boolean): GxTrack {
  let times: number[] = [];
  let places: number[] = []; // lon, lat, altitude
  let breaks = breakBefore;
  let wasListed = false;
  const positions = () => places.length / 3;
  return {
    when: (at) => {
      times.push(at ?? Number.NaN);
      if (times.length > positions() + 1) wasListed = true;
    },
    position: (lon, lat, altitude) => {
      places.push(lon ?? missing, lat, altitude);
      if (positions() > times.length) wasListed = true;
    },
    isListed: () => wasListed,
    pairs: () => Math.min(times.length, positions()),
    unpaired: () => (times.length === positions() ? 0 : Math.max(times.length, positions())),
    *take(first) {
      const [taken, coordinates] = [times, places];
      times = [];
      places = [];
      const count = Math.min(taken.length, coordinates.length / 3);
      for (let at = 0; at < count; at++) {
        const [lon = 0, lat = 0, altitude = 0] = coordinates.slice(at * 3, at * 3 + 3);
        if (lon === missing) continue;
        const read = fixOf(taken[at] ?? Number.NaN, lon, lat, altitude);
        if (typeof read === 'string' || !breaks) yield itemOf(first + at, read);
        else {
          yield itemOf(first + at, { ...read, breakBefore: true });
          breaks = false;
        }
      }
    },
  };
}

function fixOf(recordedAt: number, lon: number, lat: number, altitude: number): Placed | string {
  if (Number.isNaN(lon) || Number.isNaN(lat)) return 'not-a-number';
  if (Number.isNaN(recordedAt)) return 'bad-time';
  return { recordedAt, lon, lat, ...(!Number.isNaN(altitude) && { altitudeMetres: altitude }) };
}
