import type { Knex } from 'knex';
import { obligationsOf } from './held.ts';
import type { Obligation } from './obligation.ts';
import { placeOfArea } from './person.ts';

/** A place that is short. Epoch ms. */
export type Shortfall = {
  /** One of the two; the other is null. */
  cellId: number | null;
  areaId: number | null;
  since: number;
  missing: number;
  /** The people who count there, by id. */
  counted: readonly number[];
};

/** How an obligation stands at an instant: at how many places, and which of them are short. */
export type RuleShortfalls<Rule> = {
  rule: Rule;
  judged: number;
  met: number;
  short: number;
  missing: number;
  shortfalls: Shortfall[];
};

/**
 * The shortfalls of staffing rules at an instant (epoch ms), on the plans in force and with the people assigned then;
 * everywhere, so that whoever answers somebody narrows them to the scope. Stored rules or such as are only thought of;
 * `somebody` and `anOfficer` are what every cell is obliged to without a rule.
 */
export function shortfallsAt<Rule extends Obligation>(
  db: Knex,
  timeZone: string,
  rules: readonly Rule[],
  at: number,
): Promise<RuleShortfalls<Rule>[]> {
  return obligationsOf(db, timeZone).look(db, rules, ({ standings }) =>
    rules.map((rule) => {
      const evaluation = standings.at(rule, at);
      const shortfalls: Shortfall[] = [];
      evaluation.forEachShort((place, since, missing) =>
        shortfalls.push({ ...placeIds(place), since, missing, counted: evaluation.countedAt(place) }),
      );
      return { rule, ...evaluation.totals, shortfalls };
    }),
  );
}

function placeIds(place: number): { cellId: number | null; areaId: number | null } {
  return place > 0 ? { cellId: place, areaId: null } : { cellId: null, areaId: placeOfArea(place) };
}
