import type { Language } from '../http/problem.ts';
import type { StaffingRequirement } from '../rules/rule.ts';
import type { GapKind, Remedy } from './gap.ts';
import { labelOf, whoChinese, whoEnglish } from './gap-words.ts';
import type { FoundGap } from './gaps.ts';
import type { Helper } from './people-queries.ts';
import type { Seat } from './shortages.ts';

const mostNamed = 3;

type Position = readonly [lon: number, lat: number];
type Neighbour = Helper & { cells: ReadonlySet<number> };

/**
 * The helpers with where they usually are: the cells assigned to them, else their station. Places lie behind one another,
 * for a list of thousands of gaps looks at those of thousands of people for each.
 */
export type Neighbours = {
  people: readonly Neighbour[];
  ofCell: ReadonlyMap<number, readonly Neighbour[]>;
  /** Of each place its degrees and whose it is, as an index. */
  lons: Float64Array;
  lats: Float64Array;
  owners: Int32Array;
  placeless: readonly Neighbour[];
  /** The places of those who fit a requirement or are on duty, worked out when first asked for. */
  chosen: Map<string, Int32Array>;
};

export function neighboursOf(
  helpers: readonly Helper[],
  seats: readonly Seat[],
  positionOf: (cellId: number) => Position | null,
): Neighbours {
  const cells = new Map<number, Set<number>>();
  for (const { personId, place } of seats) {
    if (place > 0) cells.set(personId, (cells.get(personId) ?? new Set()).add(place));
  }
  const people = helpers.map((helper) => ({ ...helper, cells: cells.get(helper.id) ?? new Set<number>() }));
  const ofCell = new Map<number, Neighbour[]>();
  const places: { owner: number; place: Position }[] = [];
  const placeless: Neighbour[] = [];
  people.forEach((person, owner) => {
    for (const cell of person.cells) ofCell.set(cell, [...(ofCell.get(cell) ?? []), person]);
    const usual = [...person.cells].map(positionOf).filter((place) => place !== null);
    const own = usual.length > 0 || !person.station ? usual : [person.station];
    if (own.length === 0) placeless.push(person);
    for (const place of own) places.push({ owner, place });
  });
  return {
    ...{ people, ofCell, placeless, chosen: new Map() },
    lons: Float64Array.from(places, ({ place: [lon] }) => lon),
    lats: Float64Array.from(places, ({ place: [, lat] }) => lat),
    owners: Int32Array.from(places, ({ owner }) => owner),
  };
}

/** What would close a gap, with the names of the nearest who could, where the caller may know them. */
export function remediesFor(gap: FoundGap, neighbours: Neighbours | null, language: Language): Remedy[] {
  if ('area' in gap && gap.kind === 'unassigned-land') return [askForCells(gap, language)];
  if (gap.kind === 'unassigned-land' || gap.kind === 'no-officer' || gap.kind === 'short-staffed')
    return [assignSomebody(gap, neighbours, language)];
  return [patrol(gap, neighbours, language)];
}

function askForCells(gap: FoundGap, language: Language): Remedy {
  const place = labelOf(gap);
  const message =
    language === 'zh'
      ? `请规划人员为 ${place} 划分网格并发布。`
      : `Ask a planner to draw cells over ${place} and publish them.`;
  return { kind: 'ask', message };
}

function assignSomebody(gap: FoundGap, neighbours: Neighbours | null, language: Language): Remedy {
  const requires = requirementOf(gap);
  // Who holds a further role is not known here; whom the suggestions name is.
  const known = requires.alsoRole === undefined ? neighbours : null;
  const nearest = nearestTo(gap, known, keyOf(requires), (one) => fits(one, requires));
  const rule = gap.rule?.kind === 'staffing' ? gap.rule : null;
  const who = {
    zh: rule ? `${gap.missing} 名${whoChinese(rule)}` : gap.kind === 'no-officer' ? '一名民警' : '一人',
    en: rule
      ? `${gap.missing} ${whoEnglish(rule, gap.missing)}`
      : gap.kind === 'no-officer'
        ? 'an officer'
        : 'somebody',
  };
  const message = language === 'zh' ? `指派${who.zh}` : `Assign ${who.en}`;
  return { kind: 'assign', ...named(message, nearest, language) };
}

/** What a patrol would have to do, where it is more than to come by. */
const errands: Readonly<Partial<Record<GapKind, Record<Language, string>>>> = {
  unmanned: { en: 'Send somebody to man it in its hours', zh: '安排人员按时段到岗值守' },
  'points-missed': { en: 'Send a patrol to the missed points', zh: '安排走访未到的点位' },
  'road-unpassed': { en: 'Send a patrol along the roads', zh: '安排沿路巡逻' },
  'under-swept': { en: 'Send a patrol over the ground that is left', zh: '安排巡查尚未扫过的区域' },
};

function patrol(gap: FoundGap, neighbours: Neighbours | null, language: Language): Remedy {
  const own = ('cell' in gap && neighbours?.ofCell.get(gap.cell.id)) || [];
  const ownFirst = [...own.filter(({ isOnDuty }) => isOnDuty), ...own.filter(({ isOnDuty }) => !isOnDuty)];
  const others = nearestTo(gap, neighbours, 'on duty', (one) => one.isOnDuty);
  const message = errands[gap.kind]?.[language] ?? (language === 'zh' ? '安排巡逻' : 'Send a patrol');
  return { kind: 'patrol', ...named(message, [...ownFirst, ...others].slice(0, mostNamed), language) };
}

function named(message: string, people: readonly Neighbour[], language: Language) {
  if (people.length === 0) return { message: `${message}${language === 'zh' ? '。' : '.'}` };
  const names = people.map(({ name }) => name).join(language === 'zh' ? '、' : ', ');
  return {
    message: language === 'zh' ? `${message}，就近可选：${names}。` : `${message}; nearest: ${names}.`,
    personIds: people.map(({ id }) => id),
  };
}

function requirementOf({ kind, rule }: FoundGap): StaffingRequirement {
  if (rule?.kind === 'staffing') return rule.requires;
  return kind === 'no-officer' ? { atLeast: 1, kind: 'officer' } : { atLeast: 1 };
}

/** A role is given with the assignment, so anybody may take it. */
function fits({ kind, skills, teamKinds }: Neighbour, requires: StaffingRequirement): boolean {
  return (
    (requires.kind === undefined || kind === requires.kind) &&
    (requires.skill === undefined || skills.includes(requires.skill)) &&
    (requires.teamKind === undefined || teamKinds.includes(requires.teamKind))
  );
}

function isThere({ cells }: Neighbour, gap: FoundGap): boolean {
  return 'cell' in gap && cells.has(gap.cell.id);
}

type Distant = { one: Neighbour; distance: number };

const keyOf = ({ kind, skill, teamKind }: StaffingRequirement) => JSON.stringify([kind, skill, teamKind]);

/**
 * The few whose usual place is nearest to the gap, those of no known place last, of those who are not assigned there;
 * `key` stands for who is wanted.
 */
function nearestTo(
  gap: FoundGap,
  neighbours: Neighbours | null,
  key: string,
  isWanted: (one: Neighbour) => boolean,
): Neighbour[] {
  if (neighbours === null) return [];
  const { people, lons, lats, owners, placeless } = neighbours;
  const isElsewhere = (one: Neighbour) => isWanted(one) && !isThere(one, gap);
  const { position } = 'cell' in gap ? gap.cell : gap.area;
  if (!position) return firstOf(people, isElsewhere, mostNamed);
  const [lon, lat] = position;
  const shrink = Math.cos((lat * Math.PI) / 180);
  let nearest: Distant[] = [];
  let farthest = Number.POSITIVE_INFINITY;
  for (const place of placesOf(neighbours, key, isWanted)) {
    const distance = (((lons[place] ?? 0) - lon) * shrink) ** 2 + ((lats[place] ?? 0) - lat) ** 2;
    // Places are in the order of their people's ids: of the equally near the first stay.
    if (distance >= farthest) continue;
    const one = people[owners[place] ?? -1];
    if (!one || isThere(one, gap)) continue;
    nearest = withNearer(nearest, { one, distance });
    farthest = nearest[mostNamed - 1]?.distance ?? farthest;
  }
  const found = nearest.map(({ one }) => one);
  return [...found, ...firstOf(placeless, isElsewhere, mostNamed - found.length)];
}

function placesOf(
  { people, owners, chosen }: Neighbours,
  key: string,
  isWanted: (one: Neighbour) => boolean,
): Int32Array {
  const known = chosen.get(key);
  if (known) return known;
  const isOf = people.map(isWanted);
  const places = Int32Array.from(owners.keys()).filter((place) => isOf[owners[place] ?? -1]);
  chosen.set(key, places);
  return places;
}

/** Each once, with the nearest of their places; of the equally near the lower id comes first. */
function withNearer(nearest: readonly Distant[], other: Distant): Distant[] {
  const same = nearest.find(({ one }) => one === other.one);
  if (same && same.distance <= other.distance) return [...nearest];
  return [...nearest.filter((known) => known !== same), other]
    .sort((a, b) => a.distance - b.distance || a.one.id - b.one.id)
    .slice(0, mostNamed);
}

function firstOf(people: readonly Neighbour[], isWanted: (one: Neighbour) => boolean, count: number) {
  const found: Neighbour[] = [];
  for (const one of people) {
    if (found.length >= count) break;
    if (isWanted(one)) found.push(one);
  }
  return found;
}
