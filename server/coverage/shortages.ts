import type { Knex } from 'knex';
import { type GroundPlan, groundOf } from '../obligations/ground.ts';
import { type Look, obligationsOf } from '../obligations/held.ts';
import { anOfficer, type Obligation, somebody } from '../obligations/obligation.ts';
import { Standings } from '../obligations/standings.ts';
import type { StaffingRule } from '../rules/rule.ts';
import type { Covers } from '../rules/selection.ts';
import type { GapKind } from './gap.ts';
import type { Interval } from './interval.ts';
import type { Land } from './land.ts';

/** A place that has too few people; `place` is a cell's id or, negative, an area's. Epoch ms. */
export type Shortage = {
  kind: GapKind;
  rule: StaffingRule | null;
  place: number;
  since: number;
  missing: number;
};

/** Where somebody is assigned. */
export type Seat = { personId: number; place: number };

/** A plan that is judged as if it alone had always been in force. */
type AskedGround = { land: Land; obliged: Interval; coversCell: Covers; coversArea: Covers };

export type StaffingQuestion = {
  at: number;
  timeZone: string;
  /** Null for every cell, and the areas too. */
  cellId: number | null;
  /** Null for the plans in force. */
  asked: AskedGround | null;
};

/** Where people are missing at an instant, by rules and by what every cell is obliged to, and who is assigned then. */
export function shortagesAt(
  db: Knex,
  { at, timeZone, cellId, asked }: StaffingQuestion,
): Promise<{ shortages: Shortage[]; seats: Seat[] }> {
  return obligationsOf(db, timeZone).look(db, [], (look) => {
    const standings = asked ? standingsOn(look, asked) : look.standings;
    const rules = look.rules.filter(({ from, to }) => from <= at && at < to);
    const shortages = shortagesOf(
      standings,
      { kind: 'unassigned-land', rule: null },
      somebody,
      at,
      cellId,
    ).concat(
      shortagesOf(standings, { kind: 'no-officer', rule: null }, anOfficer, at, cellId),
      ...rules.map((rule) => shortagesOf(standings, { kind: 'short-staffed', rule }, rule, at, cellId)),
    );
    const seats: Seat[] = [];
    standings.staff.forEachAt(at, (personId, place) => seats.push({ personId, place }));
    return { shortages, seats };
  });
}

function shortagesOf(
  standings: Standings,
  { kind, rule }: Pick<Shortage, 'kind' | 'rule'>,
  obligation: Obligation,
  at: number,
  cellId: number | null,
): Shortage[] {
  const found: Shortage[] = [];
  if (cellId === null) {
    standings.at(obligation, at).forEachShort((place, since, missing) => {
      found.push({ kind, rule, place, since, missing });
    });
    return found;
  }
  const obliged = standings.placesOf(obligation).get(cellId) ?? [];
  const { missing, since } = standings.judgeOf(obligation).at(cellId, obliged, at);
  return missing > 0 ? [{ kind, rule, place: cellId, since, missing }] : [];
}

function standingsOn(
  { standings, windowsOf, covered, ground: { areas } }: Look,
  { land, obliged, coversCell, coversArea }: AskedGround,
): Standings {
  const usageNames = [...new Set(land.cells.map(({ usage }) => usage))];
  const plan: GroundPlan = {
    id: 0,
    cells: {
      ids: Float64Array.from(land.cells, ({ id }) => id),
      owners: Float64Array.from(land.cells, ({ ownerAreaId }) => ownerAreaId ?? 0),
      usages: Int32Array.from(land.cells, ({ usage }) => usageNames.indexOf(usage)),
    },
    obliged,
    reach: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  };
  const ground = groundOf([plan], usageNames, areas);
  return new Standings(
    standings.staff,
    ground,
    {
      cell: (areaId, cellId, owner) => coversCell(areaId, cellId) || covered.cell(areaId, cellId, owner),
      area: (areaId, otherId) => coversArea(areaId, otherId) || covered.area(areaId, otherId),
    },
    windowsOf,
  );
}
