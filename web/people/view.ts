import { type Expiry, endsBefore, expiryOf } from './expiry.ts';
import { type ColumnKey, type Names, type Row, textOf } from './row.ts';

export type Sorting = { key: ColumnKey; isDescending: boolean };

/** What is shown; an empty text or null is no condition. */
export type Filter = {
  text: string;
  kind: string;
  station: number | null;
  skill: string;
  team: number | null;
  /** As soon as this or sooner. */
  expiry: '' | Extract<Expiry, 'expired' | 'soon' | 'later'>;
  presence: 'here' | 'left' | 'all';
};

export const everybody: Filter = {
  text: '',
  kind: '',
  station: null,
  skill: '',
  team: null,
  expiry: '',
  presence: 'here',
};

/** The same filter as the server takes it, for the export of what is shown. */
export function asQuery({ text, kind, station, skill, team, expiry, presence }: Filter, today: string) {
  return {
    q: text.trim() || undefined,
    kind: kind || undefined,
    station: station ?? undefined,
    skill: skill || undefined,
    team: team ?? undefined,
    expiresBefore: expiry ? endsBefore(expiry, today) : undefined,
    left: presence === 'all' ? undefined : presence === 'left',
  };
}

/** The conditions that are set, but for the text. */
export function conditionsOf(filter: Filter): number {
  const { text, ...rest } = { ...filter };
  return Object.entries(rest).filter(([key, value]) => value !== Reflect.get(everybody, key)).length;
}

export function isNarrowed(filter: Filter): boolean {
  return filter.text !== '' || conditionsOf(filter) > 0;
}

const urgency: Readonly<Record<Expiry, number>> = { expired: 0, soon: 1, later: 2, valid: 3, none: 4 };

/** What is worked out once for a register and not at every key: what is searched in, and orders already asked for. */
export type Register = {
  rows: readonly Row[];
  names: Names;
  searched: readonly string[];
  orders: Map<ColumnKey, Uint32Array>;
};

export function makeRegister(rows: readonly Row[], names: Names): Register {
  return { rows, names, searched: rows.map((row) => searchedIn(row, names)), orders: new Map() };
}

function searchedIn(row: Row, names: Names): string {
  return [
    row.number,
    row.name,
    row.organisation ?? '',
    row.occupation ?? '',
    names.area(row.stationAreaId),
    names.area(row.homeAreaId),
    ...row.skills,
    ...row.languages,
    ...row.teams.map(names.team),
  ]
    .join('\n')
    .toLowerCase();
}

/** The rows that a filter leaves, in order. Every word of the text must occur somewhere in the row. */
export function viewOf(register: Register, filter: Filter, sorting: Sorting, today: string): Row[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const order = orderOf(register, sorting.key);
  const shown: Row[] = [];
  for (let place = 0; place < order.length; place += 1) {
    const index = order[sorting.isDescending ? order.length - 1 - place : place] ?? 0;
    const row = register.rows[index];
    if (!row || !passes(row, filter, today)) continue;
    const searched = register.searched[index] ?? '';
    if (words.every((word) => searched.includes(word))) shown.push(row);
  }
  return shown;
}

function passes(row: Row, filter: Filter, today: string): boolean {
  const isHere = row.leftOn === null || row.leftOn > today;
  return (
    (filter.presence === 'all' || isHere === (filter.presence === 'here')) &&
    (filter.kind === '' || row.kind === filter.kind) &&
    (filter.station === null || row.stationAreaId === filter.station) &&
    (filter.skill === '' || row.skills.includes(filter.skill)) &&
    (filter.team === null || row.teams.includes(filter.team)) &&
    (filter.expiry === '' || urgency[expiryOf(row.nextExpiryOn, today)] <= urgency[filter.expiry])
  );
}

/** Positions of the rows in ascending order of a column; rows without a value come last, equal ones stay by number. */
function orderOf(register: Register, key: ColumnKey): Uint32Array {
  const known = register.orders.get(key);
  if (known) return known;
  const { rows, names } = register;
  const order = Uint32Array.from(rows.keys());
  // Rows come by number.
  if (key !== 'number') {
    const ranks = ranksOf(rows.map((row) => textOf(row, key, names)));
    order.sort((a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0) || a - b);
  }
  register.orders.set(key, order);
  return order;
}

/** Comparing texts of a language takes a microsecond and the same ones recur, so each is compared once. */
function ranksOf(values: readonly string[]): Uint32Array {
  const { compare } = new Intl.Collator('zh-CN', { numeric: true });
  const distinct = [...new Set(values)].sort((a, b) =>
    a === '' || b === '' ? Number(a === '') - Number(b === '') : compare(a, b),
  );
  const rankOf = new Map(distinct.map((value, rank) => [value, rank]));
  return Uint32Array.from(values, (value) => rankOf.get(value) ?? 0);
}
