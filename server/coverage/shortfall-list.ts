import type { Knex } from 'knex';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/parse.ts';
import { type Look, obligationsOf } from '../obligations/held.ts';
import { anOfficer, type Obligation, somebody } from '../obligations/obligation.ts';
import type { RuleTotals, ShortfallList, ShortPlace } from '../obligations/shortfall.ts';
import type { Interval } from './interval.ts';
import { type KnownPlace, placesInScope } from './known-places.ts';
import type { Viewer } from './viewer.ts';

export type ShortfallQuestion = {
  /** An instant is a period without length. Epoch ms. */
  period: Interval;
  ruleId: number | null;
  areaId: number | null;
  timeZone: string;
};

/** What is asked about: a rule, or what every cell is obliged to. */
type Asked = Pick<RuleTotals, 'rule' | 'kind' | 'name'> & { obligation: Obligation };
type Found = { asked: Asked; place: number; since: number; to: number | null; missing: number };

/** Where people are or were missing in the viewer's areas: how each rule stands, and its short places, page by page. */
export async function listShortfalls(
  db: Knex,
  viewer: Viewer,
  question: ShortfallQuestion,
  page: { limit: number; cursor?: string | undefined },
): Promise<ShortfallList> {
  const { period, areaId, timeZone } = question;
  const places = await placesInScope(db, viewer, period, areaId);
  const stands = await obligationsOf(db, timeZone).look(db, [], (look) =>
    askedFor(look, question).map((asked) => standOf(look, asked, places, period)),
  );
  const shown = stands.filter(({ totals }) => totals.judged > 0 || viewer.scope.everywhere);
  const found = shown.flatMap((stand) => stand.found);
  const [begin] = decodeCursor(z.tuple([z.int().min(0)]), page.cursor) ?? [0];
  const end = begin + page.limit;
  const [from, to] = period.map((at) => new Date(at).toISOString());
  return {
    ...{ from: from ?? '', to: to ?? '' },
    rules: shown.map(({ totals }) => totals),
    shortfalls: found.slice(begin, end).flatMap((one) => describe(one, places)),
    next: end < found.length ? encodeCursor([end]) : null,
  };
}

function askedFor({ rules }: Look, { period: [from, to], ruleId }: ShortfallQuestion): Asked[] {
  const inForce = rules.filter(
    (rule) => rule.from <= to && rule.to > from && (rule.from < to || from === to),
  );
  const ofRules = inForce.map((rule): Asked => {
    return { rule: rule.id, kind: 'short-staffed', name: rule.name, obligation: rule };
  });
  if (ruleId !== null) return ofRules.filter(({ rule }) => rule === ruleId);
  return [
    { rule: null, kind: 'unassigned-land', name: null, obligation: somebody },
    { rule: null, kind: 'no-officer', name: null, obligation: anOfficer },
    ...ofRules,
  ];
}

type Stand = { totals: RuleTotals; found: Found[] };
type Places = ReadonlyMap<number, KnownPlace>;

function standOf({ standings }: Look, asked: Asked, places: Places, period: Interval): Stand {
  const { obligation, ...said } = asked;
  const totals = { ...said, judged: 0, met: 0, short: 0, missing: 0 };
  const found: Found[] = [];
  const count = (stretches: readonly Omit<Found, 'asked' | 'place'>[], place: number) => {
    totals.judged++;
    if (stretches.length === 0) totals.met++;
    else totals.short++;
    totals.missing += Math.max(0, ...stretches.map(({ missing }) => missing));
    for (const stretch of stretches) found.push({ asked, place, ...stretch });
  };
  if (period[0] === period[1]) {
    const evaluation = standings.at(obligation, period[0]);
    evaluation.forEach((place, since, missing) => {
      if (places.has(place)) count(missing > 0 ? [{ since, missing, to: null }] : [], place);
    });
  } else {
    const judge = standings.judgeOf(obligation);
    for (const [place, obliged] of standings.placesOf(obligation)) {
      if (!places.has(place) || !obliged.some(([from, to]) => from < period[1] && to > period[0])) continue;
      const stretches = judge.during(place, obliged, period);
      const told = stretches.map(({ from, to, missing }) => {
        return { since: from, to: to < period[1] ? to : null, missing };
      });
      count(told, place);
    }
  }
  return { totals, found };
}

function describe({ asked, place, since, to, missing }: Found, places: Places): ShortPlace[] {
  const known = places.get(place);
  if (!known) return [];
  const { code, name, position } = known;
  return [
    {
      ...{ rule: asked.rule, kind: asked.kind },
      ...(place > 0 ? { cell: place } : { area: -place }),
      ...{ code, name, position, missing },
      since: new Date(since).toISOString(),
      to: to === null ? null : new Date(to).toISOString(),
    },
  ];
}
