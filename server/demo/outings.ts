import type { Point } from './arrangement.ts';
import { metresApart } from './layout.ts';
import type { Mode } from './movement.ts';
import type { Random } from './random.ts';
import type { Unit } from './units.ts';

/** What a simulator needs to know of a cell in force. */
export type DemoCell = {
  id: number;
  ownerCode: string;
  ownerKind: 'village' | 'community' | 'forest';
  stationCode: string;
  at: Point;
};
export type Outing = { unit: Unit; mode: Mode; startAt: Date; until: Date; stops: Point[] };

export const DAYS = 14;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** The district keeps Beijing time. */
const UTC_OFFSET_MS = 8 * HOUR_MS;

/** When a kind of patrol leaves (hours of the day), how long it stays out and how fast it gets on. */
const HABITS = {
  foot: { leaves: [8, 9, 15, 19], hours: 2.5, metresPerHour: 3_600 },
  horse: { leaves: [6, 7, 14], hours: 4, metresPerHour: 9_000 },
  vehicle: { leaves: [8, 9, 13], hours: 4.5, metresPerHour: 30_000 },
} as const;

/** The cells nobody goes to: two villages, and here and there one that is simply forgotten. */
function forgotten(cells: readonly DemoCell[], random: Random): Set<DemoCell> {
  const villages = [
    ...new Set(cells.filter(({ ownerKind }) => ownerKind === 'village').map(({ ownerCode }) => ownerCode)),
  ];
  const left = new Set(villages.length > 2 ? [random.pick(villages), random.pick(villages)] : []);
  return new Set(cells.filter(({ ownerCode }) => left.has(ownerCode) || random.chance(0.03)));
}

/** Two weeks of patrols ending `now`: each unit goes where nobody has been for longest within its own beat. */
export function planOutings(
  units: readonly Unit[],
  cells: readonly DemoCell[],
  now: Date,
  random: Random,
): Outing[] {
  const visitable = cells.filter(
    (
      (left) => (cell: DemoCell) =>
        !left.has(cell)
    )(forgotten(cells, random)),
  );
  const midnight = Math.floor((now.getTime() + UTC_OFFSET_MS) / DAY_MS) * DAY_MS - UTC_OFFSET_MS;
  return beats(units, visitable).flatMap(({ unit, beat }) => {
    const lastVisit = new Map<DemoCell, number>();
    const outings: Outing[] = [];
    const goOut = (startAt: number, hours: number) => {
      const cellsSeen = tour(beat, lastVisit, HABITS[unit.mode].metresPerHour * hours, random);
      for (const cell of cellsSeen) lastVisit.set(cell, startAt);
      const until = new Date(Math.min(startAt + hours * HOUR_MS * 1.3, now.getTime()));
      outings.push({
        unit,
        mode: unit.mode,
        startAt: new Date(startAt),
        until,
        stops: cellsSeen.map(({ at }) => at),
      });
    };
    const nowStart = now.getTime() - random.between(50, 110) * 60_000;
    const { leaves, hours } = HABITS[unit.mode];
    for (let day = 0; day < (unit.idleFromDay ?? DAYS); day++) {
      const startAt = midnight - (DAYS - 1 - day) * DAY_MS + (random.pick(leaves) + random.next()) * HOUR_MS;
      const outHours = hours * random.between(0.7, 1.1);
      const clear = startAt + outHours * HOUR_MS * 1.4 < nowStart;
      if (beat.length > 0 && clear && random.chance(5 / 7)) goOut(startAt, outHours);
    }
    if (unit.outNow && beat.length > 0) goOut(nowStart, hours);
    return outings;
  });
}

/** Divides a station's land and town among its units, west to east, by time needed. */
function beats(units: readonly Unit[], cells: readonly DemoCell[]): { unit: Unit; beat: DemoCell[] }[] {
  return units.map((unit) => {
    const share = units.filter(
      ({ stationCode, ground }) => stationCode === unit.stationCode && ground === unit.ground,
    );
    const weight = ({ mode }: Unit) => HABITS[mode].metresPerHour * HABITS[mode].hours;
    const total = share.reduce((sum, each) => sum + weight(each), 0);
    const before = share.slice(0, share.indexOf(unit)).reduce((sum, each) => sum + weight(each), 0);
    const ground = cells
      .filter(
        ({ stationCode, ownerKind }) =>
          stationCode === unit.stationCode && (ownerKind === 'community') === (unit.ground === 'town'),
      )
      .sort((a, b) => a.at[0] - b.at[0] || a.id - b.id);
    const cut = (weights: number) => Math.round((weights / total) * ground.length);
    return { unit, beat: ground.slice(cut(before), cut(before + weight(unit))) };
  });
}

/** From the cell left alone for longest to ever the nearest of the neglected ones, as far as the metres last. */
function tour(
  beat: readonly DemoCell[],
  lastVisit: Map<DemoCell, number>,
  metres: number,
  random: Random,
): DemoCell[] {
  const idle = beat
    .map((cell) => ({ cell, since: (lastVisit.get(cell) ?? 0) + random.between(0, HOUR_MS) }))
    .sort((a, b) => a.since - b.since);
  const neglected = idle.slice(0, Math.max(3, Math.ceil(idle.length * 0.6))).map(({ cell }) => cell);
  const seen: DemoCell[] = neglected.splice(0, 1);
  for (let left = metres; neglected.length > 0; ) {
    const here = seen.at(-1) ?? neglected[0];
    if (here === undefined) break;
    const distance = (cell: DemoCell) => metresApart(here.at, cell.at);
    const next = neglected.reduce((best, cell) => (distance(cell) < distance(best) ? cell : best));
    left -= distance(next);
    if (left < 0 && seen.length > 1) break;
    seen.push(next);
    neglected.splice(neglected.indexOf(next), 1);
  }
  return seen;
}
