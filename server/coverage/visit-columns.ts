/** Visits as they were read, as columns; times in epoch ms. */
export type Visits = {
  cellId: Float64Array;
  deviceId: Float64Array;
  /** 0 for nobody. */
  personId: Float64Array;
  enteredAt: Float64Array;
  leftAt: Float64Array;
  bridgedMs: Float64Array;
  metres: Float64Array;
};

const names = ['cellId', 'deviceId', 'personId', 'enteredAt', 'leftAt', 'bridgedMs', 'metres'] as const;

/** Columns of which each is made from its name. */
function columns(make: (name: (typeof names)[number]) => Float64Array): Visits {
  const [cellId, deviceId, personId] = [make('cellId'), make('deviceId'), make('personId')];
  const [enteredAt, leftAt] = [make('enteredAt'), make('leftAt')];
  return {
    cellId,
    deviceId,
    personId,
    enteredAt,
    leftAt,
    bridgedMs: make('bridgedMs'),
    metres: make('metres'),
  };
}

/** One below the other. */
export function concat(parts: readonly Visits[]): Visits {
  const count = parts.reduce((sum, part) => sum + part.cellId.length, 0);
  return columns((name) => {
    const column = new Float64Array(count);
    let place = 0;
    for (const part of parts) {
      column.set(part[name], place);
      place += part[name].length;
    }
    return column;
  });
}

/** Those at the places, in their order. */
export function pick(visits: Visits, places: Int32Array): Visits {
  return columns((name) => pickOf(visits[name], places));
}

function pickOf(column: Float64Array, places: Int32Array): Float64Array {
  const picked = new Float64Array(places.length);
  for (let index = 0; index < places.length; index++) picked[index] = column[places[index] ?? 0] ?? 0;
  return picked;
}

/** Those for which a condition holds; the same where it holds for all. */
export function filter(visits: Visits, holds: (place: number) => boolean): Visits {
  const places = new Int32Array(visits.cellId.length);
  let count = 0;
  for (let place = 0; place < places.length; place++) if (holds(place)) places[count++] = place;
  return count === places.length ? visits : pick(visits, places.subarray(0, count));
}

const packedFields = 7;

/**
 * A visit in SQL as seven big-endian fields of 8 bytes, which {@link unpack} takes apart: 150,000 of them as rows took
 * 0.9 s, packed 0.16 s.
 */
export const packedVisit = `int8send(visits.device_id) || int8send(cell_id) || int8send(coalesce(person_id, 0))
  || timestamptz_send(entered_at) || timestamptz_send(left_at) || float8send(bridged_seconds) || float8send(metres)`;

/** Takes apart what `string_agg` of {@link packedVisit} put together. */
export function unpack(packed: Buffer): Visits {
  const count = packed.length / (8 * packedFields);
  // From the network's byte order to this machine's, in place; a copy makes sure that it begins at a multiple of 8.
  const { buffer } = Uint8Array.from(packed.swap64());
  const [floats, halves] = [new Float64Array(buffer), new Int32Array(buffer)];
  const column = (field: number, read: (at: number) => number) => {
    const values = new Float64Array(count);
    for (let place = 0; place < count; place++) values[place] = read(place * packedFields + field);
    return values;
  };
  const integerAt = (at: number) => (halves[2 * at + 1] ?? 0) * 4_294_967_296 + ((halves[2 * at] ?? 0) >>> 0);
  // PostgreSQL counts microseconds from 2000.
  const instantAt = (at: number) => Math.round(integerAt(at) / 1000) + 946_684_800_000;
  return {
    deviceId: column(0, integerAt),
    cellId: column(1, integerAt),
    personId: column(2, integerAt),
    enteredAt: column(3, instantAt),
    leftAt: column(4, instantAt),
    bridgedMs: column(5, (at) => (floats[at] ?? 0) * 1000),
    metres: column(6, (at) => floats[at] ?? 0),
  };
}
