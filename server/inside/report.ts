import type { Knex } from 'knex';
import pLimit from 'p-limit';
import type { Caller } from '../access/caller.ts';
import type { Scope } from '../access/scope.ts';
import { recordLook } from '../accounts/record-look.ts';
import { parseOutline } from '../areas/outline.ts';
import { namesFor } from '../coverage/cell-queries.ts';
import { type Interval, lengthOf, union } from '../coverage/interval.ts';
import { tally } from '../coverage/presence.ts';
import { type BandedOutline, bandedOutline } from '../geo/banded-outline.ts';
import type { Outline } from '../geo/geojson.ts';
import type { FlatPolygon } from '../geo/wkb.ts';
import type { InsideRow, InsideTotals } from './inside.ts';
import { type Presence, type Search, searchInside } from './search.ts';
import { clipped, seenOf } from './sums.ts';
import { toleranceMetres, wayOf } from './way.ts';

const mostVisitsTold = 200;

/** Each looks through up to a million fixes: more at once would only take everybody's turns. */
const fewAtOnce = pLimit(2);

/** Nobody's positions are older than files are trusted from, or much younger than now. */
const earliestMs = Date.UTC(1990, 0);
const dayMs = 86_400_000;

export type InsideQuestion = { outline: unknown; from: Date; to: Date };
type Page = { after: number; limit: number };

/** Whoever was inside, in order of entering, and what it comes to; `more` where the page is not the last. */
export type InsideReport = { totals: InsideTotals; rows: InsideRow[]; more: boolean };

/**
 * Who was inside an outline between two times, for how long and by which way, as far as the scope covers them: of others
 * their stretch on its own land, without whose it is. Nothing is stored but the look, at everybody who is told of.
 */
export async function whoWasInside(
  db: Knex,
  caller: Caller,
  scope: Scope,
  { outline: drawn, from, to }: InsideQuestion,
  { after, limit }: Page,
): Promise<InsideReport> {
  const outline = bandedOutline(flatPolygons(await parseOutline(db, drawn, 'outline')));
  const period: Interval = [
    Math.max(from.getTime(), earliestMs),
    Math.min(to.getTime(), Date.now() + 2 * dayMs),
  ];
  const search: Search =
    period[0] < period[1]
      ? await fewAtOnce(() => searchInside(db, scope, outline, period))
      : { anywhere: [], onOwnLand: [] };
  const shown = await name(db, scope, search);
  shown.sort((a, b) => enteredAt(a) - enteredAt(b));
  const page = shown.slice(after, after + limit);
  await recordLook(db, caller, {
    what: 'inside',
    period: { from: new Date(from), to: new Date(to) },
    personIds: page.flatMap(({ presence }) => presence.personId ?? []),
    deviceIds: page.flatMap(({ presence }) => (presence.personId === null ? presence.deviceId : [])),
  });
  return {
    totals: totalsOf(shown, period),
    rows: page.map((one) => rowOf(one, period, outline)),
    more: shown.length > after + limit,
  };
}

type Shown = Pick<InsideRow, 'person' | 'device'> & { presence: Presence };

const enteredAt = ({ presence }: Shown) => presence.visits[0]?.enteredAt ?? 0;

/** Those whom the scope covers with their names, and the others as far as they were on its land. */
async function name(db: Knex, scope: Scope, { anywhere, onOwnLand }: Search): Promise<Shown[]> {
  const { people, devices } = await namesFor(
    db,
    scope,
    anywhere.flatMap(({ personId }) => personId ?? []),
    anywhere.flatMap(({ personId, deviceId }) => (personId === null ? deviceId : [])),
  );
  const person = ({ personId }: Presence) => (personId === null ? null : (people.get(personId) ?? null));
  const device = (one: Presence) => (one.personId === null ? (devices.get(one.deviceId) ?? null) : null);
  const isCovered = (one: Presence) => person(one) !== null || device(one) !== null;
  return [
    ...anywhere
      .filter(isCovered)
      .map((presence) => ({ presence, person: person(presence), device: device(presence) })),
    ...onOwnLand
      .filter((one) => !isCovered(one))
      .map((presence) => ({ presence, person: null, device: null })),
  ];
}

function totalsOf(shown: readonly Shown[], period: Interval): InsideTotals {
  const visits = shown.flatMap(({ presence }) => presence.visits);
  const { dwellSeconds, bridgedSeconds, metres } = tally(visits, period);
  return {
    people: shown.filter(({ person }) => person !== null).length,
    devices: shown.filter(({ device }) => device !== null).length,
    strangers: shown.filter(({ person, device }) => person === null && device === null).length,
    visits: visits.length,
    occupiedSeconds: lengthOf(union(visits.flatMap((visit) => seenOf(visit, period)))) / 1000,
    personSeconds: dwellSeconds,
    bridgedSeconds,
    metres: Math.round(metres * 10) / 10,
  };
}

function rowOf({ person, device, presence }: Shown, period: Interval, { bounds }: BandedOutline): InsideRow {
  const { visits, runs } = presence;
  const { dwellSeconds, bridgedSeconds, metres } = tally(visits, period);
  const leftAt = visits.reduce((latest, visit) => Math.max(latest, visit.leftAt), 0);
  return {
    person,
    device,
    enteredAt: new Date(Math.max(visits[0]?.enteredAt ?? 0, period[0])).toISOString(),
    leftAt: new Date(Math.min(leftAt, period[1])).toISOString(),
    visitCount: visits.length,
    dwellSeconds,
    bridgedSeconds,
    metres: Math.round(metres * 10) / 10,
    visits: visits.slice(0, mostVisitsTold).map((visit) => clipped(visit, period)),
    way: wayOf(runs, period, toleranceMetres(bounds)),
  };
}

function flatPolygons(outline: Outline): FlatPolygon[] {
  const polygons = outline.type === 'Polygon' ? [outline.coordinates] : outline.coordinates;
  return polygons.map((rings) => rings.map((ring) => Float64Array.from(ring.flat())));
}
