import type { Mode } from './movement.ts';
import type { DemoPerson, DemoRegister } from './register.ts';

/** Whoever goes out with a device: a phone that somebody carries, or the terminal of a vehicle. */
export type Unit = {
  name: string;
  identity: string | undefined;
  alwaysOnDuty: boolean;
  stationCode: string;
  mode: Mode;
  ground: 'town' | 'land';
  carrier: string | undefined;
  /** The day from which the unit stays at home, counted from the first; what it looked after falls overdue. */
  idleFromDay: number | undefined;
  /** Out at this moment, so that the map shows somebody moving whatever the hour. */
  outNow: boolean;
};

/** Per station: how many go on foot and by car in town, and by car and on horse over the land. */
const ESTABLISHMENT: Record<string, { foot: number; car: number; offRoad: number; horse: number }> = {
  'DEMO-S01': { foot: 3, car: 1, offRoad: 1, horse: 1 },
  'DEMO-S02': { foot: 4, car: 1, offRoad: 0, horse: 0 },
  'DEMO-S03': { foot: 2, car: 1, offRoad: 1, horse: 0 },
  'DEMO-S04': { foot: 1, car: 1, offRoad: 0, horse: 0 },
  'DEMO-S05': { foot: 0, car: 0, offRoad: 2, horse: 1 },
  'DEMO-S06': { foot: 1, car: 0, offRoad: 3, horse: 2 },
  'DEMO-S07': { foot: 1, car: 0, offRoad: 1, horse: 1 },
  'DEMO-S08': { foot: 1, car: 0, offRoad: 2, horse: 1 },
  'DEMO-S09': { foot: 1, car: 0, offRoad: 3, horse: 2 },
  'DEMO-S10': { foot: 0, car: 0, offRoad: 7, horse: 1 },
};

/** The devices of the demonstration and who carries them. */
export function demonstrationUnits({ people }: DemoRegister): Unit[] {
  const units: Unit[] = [];
  for (const [stationCode, { foot, car, offRoad, horse }] of Object.entries(ESTABLISHMENT)) {
    const free = people.filter((person) => person.stationCode === stationCode);
    const take = (...kinds: DemoPerson['kind'][]) => {
      const index = free.findIndex(({ kind }) => kinds.includes(kind));
      return index < 0 ? undefined : free.splice(index, 1)[0]?.number;
    };
    const add = (count: number, mode: Mode, ground: Unit['ground'], carrier: () => string | undefined) => {
      for (let index = 0; index < count; index++) {
        units.push({
          ...named(mode, units.length + 1),
          stationCode,
          mode,
          ground,
          carrier: carrier(),
          idleFromDay: undefined,
          outNow: units.length % 4 === 0,
        });
      }
    };
    add(foot, 'foot', 'town', () => take('volunteer'));
    add(car, 'vehicle', 'town', () => take('officer'));
    // Every other terminal stays in its vehicle whoever drives.
    add(offRoad, 'vehicle', 'land', () =>
      units.length % 2 === 0 ? take('officer', 'auxiliary') : undefined,
    );
    add(horse, 'horse', 'land', () => take('volunteer'));
  }
  return units.map((unit, index) => (index % 9 === 5 ? { ...unit, idleFromDay: 6, outNow: false } : unit));
}

function named(mode: Mode, number: number) {
  const padded = String(number).padStart(2, '0');
  return mode === 'vehicle'
    ? { name: `演示车载终端${padded}`, identity: `139000007${padded}`, alwaysOnDuty: true }
    : { name: `演示手机${padded}`, identity: undefined, alwaysOnDuty: false };
}
