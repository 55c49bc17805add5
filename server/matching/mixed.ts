import { loadCost } from './cost.ts';
import { hundredths, slotCosts } from './eligible.ts';
import { groupBy } from './group.ts';
import { addColumn, emptyProgram, type LinearProgram, solveProgram } from './linear-program.ts';
import { type MatchInput, type OpenPost, roleFor } from './post.ts';

/** Somebody who goes to a place in a role, and the posts for which that counts. */
export type Going = {
  person: number;
  cellId: number | null;
  areaId: number | null;
  role: string;
  slots: number[];
};

/** One who may go: how dear it is, without the load, in hundredths of a minute. */
export type May = { person: number; slot: number; cost: number };

const slackMinutes = 60;

/**
 * Posts that are no network, for one person counts for several of them: whoever takes a cell counts for its village too,
 * and an officer who speaks Mongolian is both. Solved by HiGHS in whole numbers; every rule has its slack at the price of
 * leaving it unmet, so that there always is an answer. On wish, teams stay together and nobody goes to a place alone.
 */
export async function solveMixed(
  input: MatchInput,
  slots: readonly number[],
  may: readonly May[],
  unitsLeft: (person: number) => number,
): Promise<Going[]> {
  const choices = choicesOf(input, slots, may);
  if (choices.length === 0) return [];
  const program = emptyProgram();
  const columns = choices.map(({ cost }) => addColumn(program, { cost, isWhole: true }));
  demand(program, input, slots, choices, columns);
  limitLoads(program, input, choices, columns, unitsLeft);
  if (input.settings.teamsTogether) keepTeams(program, input, choices, columns);
  if (input.settings.twoPeople) sendTwo(program, input, slots, choices, columns);
  const { values } = await solveProgram(program, { relativeGap: 1e-4, mostNodes: 2_000 });
  return countedOnce(choices.filter((_, index) => (values[columns[index] ?? 0] ?? 0) > 0.5));
}

type Choice = Going & { cost: number };

/** Each person counts for a post by the first of their places that serves it. */
function countedOnce(chosen: readonly Choice[]): Going[] {
  const counted = new Set<string>();
  return chosen.map(({ cost: _cost, ...going }) => {
    const slots = going.slots.filter((slot) => !counted.has(`${going.person} ${slot}`));
    for (const slot of slots) counted.add(`${going.person} ${slot}`);
    return { ...going, slots };
  });
}

/** Every person at every place in every role that some post asks for, with all the posts that this would serve. */
function choicesOf(
  { posts, candidates }: MatchInput,
  slots: readonly number[],
  may: readonly May[],
): Choice[] {
  const mayBe = new Map(may.map((one) => [`${one.person} ${one.slot}`, one]));
  const choices = new Map<string, Choice>();
  for (const { person, slot, cost } of may) {
    const post = posts[slot];
    const candidate = candidates[person];
    if (!post || !candidate) continue;
    const { cellId, areaId } = post;
    const role = roleFor(post.requires, candidate.kind);
    const key = `${person} ${cellId} ${areaId} ${role}`;
    const known = choices.get(key);
    if (known) known.cost = Math.min(known.cost, cost);
    else {
      const served = slots.filter((other) => {
        const wanted = posts[other];
        return wanted && mayBe.has(`${person} ${other}`) && counts(post, role, wanted);
      });
      choices.set(key, { person, cellId, areaId, role, cost, slots: served });
    }
  }
  return [...choices.values()];
}

/** Whether serving at the place of a post in a role counts for another: the same place, or the cell's owner. */
function counts({ cellId, areaId, ownerAreaId }: OpenPost, role: string, other: OpenPost): boolean {
  const isThere = other.cellId === null ? other.areaId === (areaId ?? ownerAreaId) : other.cellId === cellId;
  return isThere && (other.requires.role === undefined || other.requires.role === role);
}

function demand(
  program: LinearProgram,
  input: MatchInput,
  slots: readonly number[],
  choices: readonly Choice[],
  columns: readonly number[],
): void {
  for (const slot of slots) {
    const post = input.posts[slot];
    if (!post) continue;
    const entries = servingOnce(program, slot, choices, columns);
    // The dearest is short of first: what is worth least is given up first.
    for (const cost of slotCosts(post, input)) entries.push([addColumn(program, { cost: -cost }), 1]);
    program.rows.push({ lower: post.missing, upper: Number.POSITIVE_INFINITY, entries });
  }
}

/** Somebody who goes to two cells of a village is one person there. */
function servingOnce(
  program: LinearProgram,
  slot: number,
  choices: readonly Choice[],
  columns: readonly number[],
): [number, number][] {
  const serving = choices.map((choice, index) => ({ choice, column: columns[index] ?? 0 }));
  const people = groupBy(
    serving.filter(({ choice }) => choice.slots.includes(slot)),
    ({ choice }) => choice.person,
  );
  return [...people.values()].map((all): [number, number] => {
    const [first] = all;
    if (first && all.length === 1) return [first.column, 1];
    const once = addColumn(program, { cost: 0 });
    const entries = all.map(({ column }): [number, number] => [column, -1]);
    program.rows.push({ lower: Number.NEGATIVE_INFINITY, upper: 0, entries: [[once, 1], ...entries] });
    return [once, 1];
  });
}

function limitLoads(
  program: LinearProgram,
  { candidates, settings }: MatchInput,
  choices: readonly Choice[],
  columns: readonly number[],
  unitsLeft: (person: number) => number,
): void {
  for (const [person, entries] of byPerson(choices, columns)) {
    const candidate = candidates[person];
    const left = unitsLeft(person);
    const before = settings.mostNewPosts - left;
    for (let unit = 0; candidate && unit < left; unit++) {
      const cost = hundredths(loadCost(candidate, settings, Math.max(0, before) + unit));
      entries.push([addColumn(program, { cost }), -1]);
    }
    program.rows.push({ lower: Number.NEGATIVE_INFINITY, upper: 0, entries });
  }
}

function byPerson(choices: readonly Choice[], columns: readonly number[]): Map<number, [number, number][]> {
  const found = new Map<number, [number, number][]>();
  choices.forEach(({ person }, index) => {
    const entries = found.get(person) ?? [];
    entries.push([columns[index] ?? 0, 1]);
    found.set(person, entries);
  });
  return found;
}

const placeKey = ({ cellId, areaId }: Pick<Going, 'cellId' | 'areaId'>) => `${cellId} ${areaId}`;

/** Each place beyond the first to which members of a team go costs an hour. */
function keepTeams(
  program: LinearProgram,
  { candidates }: MatchInput,
  choices: readonly Choice[],
  columns: readonly number[],
): void {
  const teams = new Map<number, Map<string, number[]>>();
  choices.forEach((choice, index) => {
    for (const team of candidates[choice.person]?.teams ?? []) {
      const places = teams.get(team) ?? new Map<string, number[]>();
      places.set(placeKey(choice), [...(places.get(placeKey(choice)) ?? []), columns[index] ?? 0]);
      teams.set(team, places);
    }
  });
  for (const places of teams.values()) {
    const marks = [...places.values()].map((members) => {
      const mark = addColumn(program, { cost: 0 });
      for (const member of members)
        program.rows.push({
          lower: Number.NEGATIVE_INFINITY,
          upper: 0,
          entries: [
            [member, 1],
            [mark, -1],
          ],
        });
      return mark;
    });
    const slack = addColumn(program, { cost: hundredths(slackMinutes), upper: marks.length });
    const entries = [...marks.map((mark): [number, number] => [mark, 1]), [slack, -1] as [number, number]];
    program.rows.push({ lower: Number.NEGATIVE_INFINITY, upper: 1, entries });
  }
}

/** Where somebody goes to a place at which nobody serves, a second one goes too, whatever their roles; or it costs an hour. */
function sendTwo(
  program: LinearProgram,
  { posts }: MatchInput,
  slots: readonly number[],
  choices: readonly Choice[],
  columns: readonly number[],
): void {
  const present = new Map(
    slots.flatMap((slot) => (posts[slot] ? [[placeKey(posts[slot]), posts[slot].present.length]] : [])),
  );
  const places = groupBy(
    choices.map((choice, index) => ({ choice, column: columns[index] ?? 0 })),
    ({ choice }) => placeKey(choice),
  );
  for (const [key, there] of places) {
    const missing = 2 - Number(present.get(key) ?? 0);
    if (missing < 2) continue;
    const goes = addColumn(program, { cost: 0 });
    const slack = addColumn(program, { cost: hundredths(slackMinutes), upper: missing });
    for (const { column } of there)
      program.rows.push({
        lower: Number.NEGATIVE_INFINITY,
        upper: 0,
        entries: [
          [column, 1],
          [goes, -1],
        ],
      });
    const entries = there.map(({ column }): [number, number] => [column, 1]);
    entries.push([slack, 1], [goes, -missing]);
    program.rows.push({ lower: 0, upper: Number.POSITIVE_INFINITY, entries });
  }
}
