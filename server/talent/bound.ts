import type { Knex } from 'knex';
import { obligationsOf } from '../obligations/held.ts';

/** So many windows of a rule are looked at; a longer period has the same people in the later ones. */
const mostWindows = 10;

/** Who counts at some post in hours of a rule that lie in a half-open period: they are needed there. Epoch ms. */
export function peopleBound(
  db: Knex,
  { from, to }: { from: number; to: number },
  timeZone: string,
): Promise<Set<number>> {
  return obligationsOf(db, timeZone).look(db, [], ({ standings, rules, windowsOf }) => {
    const bound = new Set<number>();
    for (const rule of rules) {
      const { hours } = rule.requires;
      if (hours === undefined || rule.from >= to || rule.to <= from) continue;
      const { starts, ends } = windowsOf(hours, from, to);
      const within = [...starts].filter((start, index) => start < to && (ends[index] ?? 0) > from);
      for (const start of within.slice(0, mostWindows)) {
        const evaluation = standings.at(rule, Math.max(start, rule.from));
        for (const place of standings.placesOf(rule).keys())
          for (const personId of evaluation.countedAt(place)) bound.add(personId);
      }
    }
    return bound;
  });
}
