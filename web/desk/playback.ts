import type { Playback } from '../../server/tracks/playback.ts';

/** A stretch that was reported: instants in seconds since 1970, in order, and the positions at them in degrees. */
export type Run = { at: Float64Array; lon: Float64Array; lat: Float64Array };
export type Mover = { name: string | null; deviceName: string | null; runs: Run[] };

/**
 * Where somebody is at an instant: `moving` between two positions that were reported, `silent` at the last one, since
 * when, or `away` before the first and after the last report.
 */
export type Whereabouts =
  | { state: 'moving'; lon: number; lat: number }
  | { state: 'silent'; lon: number; lat: number; since: number }
  | { state: 'away' };

/** Takes apart what the server packed. */
export function unpackMovers({ movers }: Pick<Playback, 'movers'>): Mover[] {
  return movers.map(({ person, deviceName, runs }) => ({
    name: person?.name ?? null,
    deviceName,
    runs: runs.map(unpackRun),
  }));
}

function unpackRun({ start, steps }: Playback['movers'][number]['runs'][number]): Run {
  const count = 1 + Math.floor(steps.length / 3);
  const run = { at: new Float64Array(count), lon: new Float64Array(count), lat: new Float64Array(count) };
  let [at, lon, lat] = start;
  for (let index = 0; index < count; index++) {
    if (index > 0) {
      at += steps[index * 3 - 3] ?? 0;
      lon += steps[index * 3 - 2] ?? 0;
      lat += steps[index * 3 - 1] ?? 0;
    }
    run.at[index] = at;
    run.lon[index] = lon / 1e6;
    run.lat[index] = lat / 1e6;
  }
  return run;
}

/** The last index whose instant is not after the asked one; -1 before the first. */
function indexAt(at: Float64Array, instant: number): number {
  let [low, high] = [0, at.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((at[middle] ?? 0) <= instant) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Where somebody is at an instant, in seconds since 1970. Between two reports, as if going straight and evenly. */
export function whereaboutsAt(runs: readonly Run[], instant: number): Whereabouts {
  const index = runs.findLastIndex((run) => (run.at[0] ?? 0) <= instant);
  const run = runs[index];
  if (!run) return { state: 'away' };
  const last = run.at.length - 1;
  const before = indexAt(run.at, instant);
  const [lon, lat] = [run.lon[before] ?? 0, run.lat[before] ?? 0];
  if (before >= last) {
    const since = run.at[last] ?? 0;
    if (instant === since) return { state: 'moving', lon, lat };
    return index === runs.length - 1 ? { state: 'away' } : { state: 'silent', lon, lat, since };
  }
  const [from = 0, to = 0] = run.at.subarray(before, before + 2);
  const share = to > from ? (instant - from) / (to - from) : 0;
  return {
    state: 'moving',
    lon: lon + ((run.lon[before + 1] ?? lon) - lon) * share,
    lat: lat + ((run.lat[before + 1] ?? lat) - lat) * share,
  };
}

/** What was reported of the seconds before an instant, as lines; silences part them. */
export function trailOf(runs: readonly Run[], instant: number, seconds: number): [number, number][][] {
  return runs.flatMap((run) => {
    const [first = 0, last = 0] = [run.at[0], run.at[run.at.length - 1]];
    if (first >= instant || last <= instant - seconds) return [];
    const begin = Math.max(first, instant - seconds);
    const end = Math.min(last, instant);
    const line: [number, number][] = [placeAt(run, begin)];
    for (let index = indexAt(run.at, begin) + 1; (run.at[index] ?? end) < end; index++)
      line.push([run.lon[index] ?? 0, run.lat[index] ?? 0]);
    line.push(placeAt(run, end));
    return [line];
  });
}

function placeAt(run: Run, instant: number): [number, number] {
  const found = whereaboutsAt([run], instant);
  return found.state === 'away' ? [run.lon.at(-1) ?? 0, run.lat.at(-1) ?? 0] : [found.lon, found.lat];
}

/** From the first report of all to the last, in seconds since 1970; null where there is none. */
export function extentOf(movers: readonly Mover[]): [from: number, to: number] | null {
  const ends = movers.flatMap(({ runs }) => runs.flatMap(({ at }) => [at[0] ?? 0, at[at.length - 1] ?? 0]));
  if (ends.length === 0) return null;
  return [Math.min(...ends), Math.max(...ends)];
}
