import type { Language } from '../http/problem.ts';
import type { StaffingRequirement } from '../rules/rule.ts';
import type { GapKind, Remedy } from './gap.ts';
import { labelOf, whoChinese, whoEnglish } from './gap-words.ts';
import type { FoundGap } from './gaps.ts';
import type { Helper } from './people-queries.ts';
import type { Seat } from './shortages.ts';

const mostNamed = 3;

type Position = readonly [lon: number, lat: number];
export type Neighbour = Helper & { cells: ReadonlySet<number>; places: readonly Position[] };

/** The helpers with where they usually are: the cells assigned to them, else their station. */
export function neighboursOf(
  helpers: readonly Helper[],
  seats: readonly Seat[],
  positionOf: (cellId: number) => Position | null,
): Neighbour[] {
  const cells = new Map<number, Set<number>>();
  for (const { personId, place } of seats) {
    if (place > 0) cells.set(personId, (cells.get(personId) ?? new Set()).add(place));
  }
  return helpers.map((helper) => {
    const own = cells.get(helper.id) ?? new Set<number>();
    const usual = [...own].map(positionOf).filter((place) => place !== null);
    return { ...helper, cells: own, places: usual.length > 0 || !helper.station ? usual : [helper.station] };
  });
}

/** What would close a gap, with the names of the nearest who could, where the caller may know them. */
export function remediesFor(
  gap: FoundGap,
  neighbours: readonly Neighbour[] | null,
  language: Language,
): Remedy[] {
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

function assignSomebody(gap: FoundGap, neighbours: readonly Neighbour[] | null, language: Language): Remedy {
  const requires = requirementOf(gap);
  const fitting = neighbours?.filter((one) => fits(one, requires) && !isThere(one, gap)) ?? [];
  const nearest = nearestTo(gap, fitting);
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

function patrol(gap: FoundGap, neighbours: readonly Neighbour[] | null, language: Language): Remedy {
  const own = neighbours?.filter((one) => isThere(one, gap)) ?? [];
  const onDuty = neighbours?.filter(({ isOnDuty }) => isOnDuty) ?? [];
  const ownFirst = [...own.filter(({ isOnDuty }) => isOnDuty), ...own.filter(({ isOnDuty }) => !isOnDuty)];
  const others = nearestTo(
    gap,
    onDuty.filter((one) => !own.includes(one)),
  );
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

/**
 * The few whose usual place is nearest to the gap; those of no known place come last. They are picked and not sorted:
 * a list of thousands of gaps asks this of thousands of people each.
 */
function nearestTo(gap: FoundGap, people: readonly Neighbour[]): Neighbour[] {
  const { position } = 'cell' in gap ? gap.cell : gap.area;
  if (!position) return people.slice(0, mostNamed);
  const shrink = Math.cos((position[1] * Math.PI) / 180);
  const nearest: Distant[] = [];
  for (const one of people) {
    let distance = 360 ** 2;
    for (const [lon, lat] of one.places)
      distance = Math.min(distance, ((lon - position[0]) * shrink) ** 2 + (lat - position[1]) ** 2);
    const last = nearest[mostNamed - 1];
    if (last && isNearer(last, { one, distance })) continue;
    const rank = nearest.findIndex((other) => isNearer({ one, distance }, other));
    nearest.splice(rank < 0 ? nearest.length : rank, 0, { one, distance });
    nearest.length = Math.min(nearest.length, mostNamed);
  }
  return nearest.map(({ one }) => one);
}

type Distant = { one: Neighbour; distance: number };

const isNearer = (a: Distant, b: Distant) =>
  a.distance < b.distance || (a.distance === b.distance && a.one.id < b.one.id);
