import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import type { Language } from '../http/problem.ts';
import { totalOf } from './cost.ts';
import { lockedUnmet } from './locked.ts';
import { type PersonName, readNames } from './name-queries.ts';
import type { Proposal, StoredProposal } from './proposal.ts';
import { placesOf, ruleNames } from './proposal-queries.ts';
import type { InParts } from './solution.ts';
import { tellRelaxation } from './tell-relaxation.ts';
import { filterWords, suggestionWords } from './words.ts';

/** A proposal as it is sent: what it costs, who goes where and why, what stays unmet and why. */
export async function tellProposal(
  db: Knex,
  scope: Scope,
  stored: StoredProposal,
  language: Language,
): Promise<Proposal> {
  const { suggestions, unmet, posts, asked } = stored;
  const [names, places, rules] = await Promise.all([
    readNames(db, scope, namedIn(stored)),
    placesOf(db, {
      cellIds: suggestions.flatMap(({ cellId }) => cellId ?? []),
      areaIds: [
        ...suggestions.flatMap(({ areaId }) => areaId ?? []),
        ...(asked.inParts ?? []).flatMap(({ townshipId }) => townshipId ?? []),
      ],
    }),
    ruleNames(
      db,
      suggestions.flatMap(({ bindingRuleIds }) => bindingRuleIds),
    ),
  ]);
  const gaps = new Map(posts.map((post) => [post.id, post]));
  return {
    ...summaryOf(stored),
    totals: totalsOf(stored),
    suggestions: suggestions.map((one) => tellSuggestion(one, { names, places, rules }, language)),
    gaps: posts.map(({ id, kind, place, messages, position, missing }) => ({
      ...{ id, kind, place, message: messages[language], missing },
      position: position && [position[0], position[1]],
      filled: missing - (unmet.find(({ gapId }) => gapId === id)?.missing ?? 0),
    })),
    unmet: unmet.map(({ gapId, missing, reasons, relaxation }) => {
      const requires = gaps.get(gapId)?.requires ?? {};
      const settings = { maxKilometres: stored.asked.maxKilometres };
      return {
        ...{ gapId, missing },
        reasons: reasons.map(({ filter, count }) => ({
          ...{ reason: filter, count },
          message: filterWords(filter, count, requires, settings, language),
        })),
        relaxation: tellRelaxation(relaxation, requires, names, language),
      };
    }),
    lockedUnmet: lockedUnmet(stored),
    inParts: (asked.inParts ?? []).map((one) =>
      tellParts(one, places.get(`area ${one.townshipId}`)?.name ?? '', language),
    ),
  };
}

/** That a township was too large to be solved at once, so that nobody takes the answer for the best there is. */
function tellParts(
  { posts, parts }: InParts,
  place: string,
  language: Language,
): Proposal['inParts'][number] {
  const message =
    language === 'zh'
      ? `${place === '' ? '' : `${place}：`}${posts} 个可由同一人兼顾的岗位分 ${parts} 组求解，整体未必最优。`
      : `${place === '' ? '' : `${place}: `}${posts} posts that share people were solved in ${parts} parts; together they may not be the best.`;
  return { place, posts, parts, message };
}

function namedIn({ suggestions, unmet }: StoredProposal): number[] {
  return [
    ...suggestions.flatMap(({ personId, runnerUpId, takenIds }) =>
      [personId, runnerUpId ?? [], takenIds].flat(),
    ),
    ...unmet.flatMap(({ relaxation }) => relaxation.personIds),
  ];
}

function summaryOf({ id, createdAt, at, startsAt, suggestions }: StoredProposal) {
  const count = (state: string) => suggestions.filter((one) => one.state === state).length;
  return {
    id,
    createdAt: createdAt.toISOString(),
    at: at.toISOString(),
    from: startsAt.toISOString(),
    ...{ open: count('open'), accepted: count('accepted') },
  };
}

function totalsOf({ suggestions, posts, unmet }: StoredProposal): Proposal['totals'] {
  const people = new Map(suggestions.map((one) => [one.personId, one]));
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const sent = [...people.values()];
  const before = sent.map(({ loadBefore }) => loadBefore);
  const after = sent.map(({ loadAfter }) => loadAfter);
  const missing = sum(posts.map((post) => post.missing));
  const mean = (values: readonly number[]) =>
    Math.round((10 * sum(values)) / Math.max(1, values.length)) / 10;
  return {
    ...{ posts: missing, filled: missing - sum(unmet.map((one) => one.missing)), people: people.size },
    minutes: Math.round(sum(suggestions.map(({ cost }) => cost.minutes))),
    changes: suggestions.filter(({ cost }) => cost.change > 0).length,
    cost: Math.round(sum(suggestions.map(({ cost }) => totalOf(cost)))),
    ...{ loadBefore: mean(before), loadAfter: mean(after) },
    ...{ mostLoadBefore: Math.max(0, ...before), mostLoadAfter: Math.max(0, ...after) },
  };
}

type Known = {
  names: ReadonlyMap<number, PersonName>;
  places: Awaited<ReturnType<typeof placesOf>>;
  rules: ReadonlyMap<number, string>;
};

function tellSuggestion(
  one: StoredProposal['suggestions'][number],
  { names, places, rules }: Known,
  language: Language,
): Proposal['suggestions'][number] {
  const { cellId, areaId, fromPosition } = one;
  const place = places.get(cellId === null ? `area ${areaId}` : `cell ${cellId}`);
  const bindingRules = one.bindingRuleIds.flatMap((id) => {
    const name = rules.get(id);
    return name === undefined ? [] : [{ id, name }];
  });
  const runnerUp = one.runnerUpId === null ? null : (names.get(one.runnerUpId) ?? null);
  return {
    ...{ position: one.position, state: one.state, person: names.get(one.personId) ?? null, role: one.role },
    ...{ cellId, areaId, place: place?.name ?? '', to: place?.position ?? null },
    from: fromPosition && [fromPosition[0], fromPosition[1]],
    ...{ gapIds: one.gapIds, kilometres: one.kilometres, cost: one.cost, total: totalOf(one.cost) },
    ...{ rankForPost: one.rankForPost, rankForPerson: one.rankForPerson, runnerUp, margin: one.margin },
    ...{ loadBefore: one.loadBefore, loadAfter: one.loadAfter, bindingRules },
    reasons: suggestionWords(one, { runnerUp: runnerUp?.name ?? null, rules: bindingRules }, language),
  };
}
