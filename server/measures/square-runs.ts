import type { E7 } from '../geo/distance.ts';
import { movementOf } from '../sweeps/movement.ts';
import { type DeviceKind, dayMs } from '../tracks/thresholds.ts';
import { partsInSquares, type Square, squareKey } from './squares.ts';

/** A way through a square of a kilometre, a few minutes of it at most; `at` is when it began, in epoch ms. */
export type SquareRun = Square & {
  personId: number | null;
  at: number;
  metres: number;
  byVehicle: boolean;
};

type Fix = E7 & { at: number; personId: number | null };

/** A longer way through a square is told in parts, so that each is of one time. */
const longestMs = 600_000;

/** Collects the ways through squares on the day that begins at `dayStart`, leg by leg in order of time. */
export function runCollector(kind: DeviceKind, dayStart: number) {
  const found: SquareRun[] = [];
  const open = new Map<string, SquareRun & { until: number }>();
  const add = (square: Square, leg: Leg, metres: number, begin: number, end: number) => {
    const key = `${squareKey(square)} ${leg.personId} ${leg.byVehicle}`;
    const known = open.get(key);
    const isOne = known !== undefined && begin - known.at < longestMs && begin - known.until < longestMs;
    if (isOne) {
      known.metres += metres;
      known.until = end;
      return;
    }
    const run = {
      ...square,
      personId: leg.personId,
      at: begin,
      metres,
      byVehicle: leg.byVehicle,
      until: end,
    };
    open.set(key, run);
    found.push(run);
  };
  const take = (from: Fix, to: Fix, metres: number) => {
    const elapsed = to.at - from.at;
    if (elapsed <= 0 || metres === 0) return;
    const byVehicle = movementOf(kind, (metres * 1000) / elapsed, false) === 'vehicle';
    const leg = { personId: to.personId, byVehicle };
    const [first, last] = [(dayStart - from.at) / elapsed, (dayStart + dayMs - from.at) / elapsed];
    partsInSquares(from, to, (square, begin, end) => {
      const [since, until] = [Math.max(begin, first), Math.min(end, last)];
      if (since >= until) return;
      add(square, leg, metres * (until - since), from.at + since * elapsed, from.at + until * elapsed);
    });
  };
  return { found, take };
}

type Leg = Pick<SquareRun, 'personId' | 'byVehicle'>;

const recordBytes = 12;
const vehicleBit = 0x8000_0000;

/** A way through a square as it is stored. */
export type StoredRun = Square & Pick<SquareRun, 'at' | 'metres' | 'byVehicle'>;

/** Packs ways: the row, the column, the second of the day with a bit for vehicles, and the decimetres. */
export function packRuns(runs: readonly SquareRun[], dayStart: number): Buffer {
  const packed = Buffer.alloc(runs.length * recordBytes);
  runs.forEach(({ row, column, at, metres, byVehicle }, index) => {
    const place = index * recordBytes;
    packed.writeInt16LE(row, place);
    packed.writeUInt16LE(column, place + 2);
    packed.writeUInt32LE(Math.floor((at - dayStart) / 1000) + (byVehicle ? vehicleBit : 0), place + 4);
    packed.writeUInt32LE(Math.round(metres * 10), place + 8);
  });
  return packed;
}

/** Takes apart what {@link packRuns} made. */
export function unpackRuns(packed: Buffer, dayStart: number): StoredRun[] {
  return Array.from({ length: packed.length / recordBytes }, (_, index) => {
    const place = index * recordBytes;
    const second = packed.readUInt32LE(place + 4);
    const byVehicle = second >= vehicleBit;
    return {
      row: packed.readInt16LE(place),
      column: packed.readUInt16LE(place + 2),
      at: dayStart + (byVehicle ? second - vehicleBit : second) * 1000,
      metres: packed.readUInt32LE(place + 8) / 10,
      byVehicle,
    };
  });
}
