import type { Knex } from 'knex';
import type { z } from 'zod';
import type { Scope } from '../access/scope.ts';
import { refuseBackwards } from '../http/period.ts';
import { InvalidInput } from '../http/problem.ts';
import { readPeople } from '../matching/candidate-queries.ts';
import { candidateOf, typicalLoads } from '../matching/candidates.ts';
import { peopleBound } from './bound.ts';
import { type Choice, type Chosen, choose, type Wanted } from './choose.ts';
import { hoursOfPeriod } from './period-hours.ts';
import { type Named, readEngagements, readNamed, type Spot, spotOfArea, spotOfCell } from './queries.ts';
import type { Talented, talentQuery } from './talent.ts';

type TalentQuery = z.output<z.ZodObject<ReturnType<typeof talentQuery>>>;

export type Found = Choice & { from: Date; to: Date; spot: Spot; considered: number };

const fourHoursMs = 4 * 3_600_000;
const nowhere: Spot = { position: null, cellId: null, areaId: null, ownerAreaId: null };

/** Who of the scope is wanted, free in the period and near the place, with everybody else counted by why not. */
export async function searchTalent(
  db: Knex,
  scope: Scope,
  query: TalentQuery,
  now: Date,
  timeZone: string,
): Promise<Found> {
  const from = query.from ?? now;
  const to = query.to ?? new Date(from.getTime() + fourHoursMs);
  refuseBackwards(from, to);
  const spot = await spotOf(db, scope, query, from);
  const [people, engagements, bound] = await Promise.all([
    readPeople(db, scope, from, timeZone),
    readEngagements(db, scope, { from, to }),
    query.assigned === 'bound'
      ? peopleBound(db, { from: from.getTime(), to: to.getTime() }, timeZone)
      : new Set<number>(),
  ]);
  const typicalLoad = typicalLoads(people);
  const settings = { maxKilometres: 0, mostNewPosts: 1, typicalLoad, teamsTogether: false, twoPeople: false };
  const pool = {
    candidates: people.map((person) => candidateOf(person, settings, () => false)),
    engagementOf: (id: number) => engagements.get(id) ?? { languages: [], isOnDuty: false, isPosted: false },
    isBound: (id: number) => bound.has(id),
    typicalLoad,
  };
  const choice = choose(pool, wantedOf(query, from, to, timeZone), spot);
  return { ...choice, from, to, spot, considered: people.length };
}

function wantedOf(query: TalentQuery, from: Date, to: Date, timeZone: string): Wanted {
  const { kind, skill, teamKind, language, team, assigned, withinKilometres } = query;
  const hours = hoursOfPeriod(from.getTime(), to.getTime(), timeZone);
  return { requires: { kind, skill, teamKind }, hours, language, team, assigned, withinKilometres };
}

async function spotOf(db: Knex, scope: Scope, query: TalentQuery, at: Date): Promise<Spot> {
  const { near, cell, area } = query;
  if ([near, cell, area].filter((one) => one !== undefined).length > 1) {
    const english = 'Name one place: a point, a cell or an area.';
    throw new InvalidInput('several-places', english, '请只指定一处：点、网格或辖区。', [
      { path: 'near', reason: english },
    ]);
  }
  if (near) return { ...nowhere, position: near };
  if (cell !== undefined) return spotOfCell(db, scope, cell, at);
  return area === undefined ? nowhere : spotOfArea(db, scope, area);
}

/** These of the chosen as they are shown. */
export async function shownOf(db: Knex, chosen: readonly Chosen[], at: Date): Promise<Talented[]> {
  const named = await readNamed(
    db,
    chosen.map(({ person }) => person.id),
    at,
  );
  return chosen.flatMap((one) => {
    const known = named.get(one.person.id);
    return known ? [shown(one, known)] : [];
  });
}

function shown({ person, nearest, knowsPlace, cost, total }: Chosen, named: Named) {
  return {
    ...named,
    skills: [...person.skills],
    load: person.load,
    kilometres: nearest && Math.round(nearest.kilometres * 10) / 10,
    from: nearest?.usual.from ?? null,
    knowsPlace,
    cost,
    total,
  };
}
