import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import type { Interval } from '../coverage/interval.ts';
import { type Visit, visitsOf } from '../coverage/presence.ts';
import { type BandedOutline, bandedOutline } from '../geo/banded-outline.ts';
import { polygonsOfWkb } from '../geo/wkb.ts';
import { InvalidInput } from '../http/problem.ts';
import { carrierLookup } from '../tracks/custody.ts';
import { thresholdsInForce } from '../tracks/thresholds-in-force.ts';
import {
  carriersOf,
  landNear,
  type Near,
  type NearDevice,
  readStretches,
  type Stretch,
  tracksNear,
} from './near-queries.ts';
import { type Found, presenceReader, type Run, zone } from './presence.ts';
import { stretchesOf } from './stretches.ts';

/** So many fixes are looked through for one answer. */
const mostFixes = 2_000_000;

/** Whoever was inside: a person, or a device while nobody carried it. */
export type Presence = { personId: number | null; deviceId: number; visits: Visit[]; runs: Run[] };

/** Those inside the outline, and those inside the part of it that is the viewer's own land. */
export type Search = { anywhere: Presence[]; onOwnLand: Presence[] };

/**
 * Everybody's stays inside an outline in a period, from the stored fixes of the devices that came near it. Throws
 * InvalidInput with what to narrow where more lies there than can be looked through.
 */
export async function searchInside(
  db: Knex,
  scope: Scope,
  outline: BandedOutline,
  period: Interval,
): Promise<Search> {
  const isOwnOnly = !scope.everywhere && scope.grantedIds.length === 0;
  if (isOwnOnly && scope.ownPersonId === null) return { anywhere: [], onOwnLand: [] };
  const onlyPersonId = isOwnOnly ? scope.ownPersonId : null;
  const near = await tracksNear(db, outline.bounds, period, { mostFixes, onlyPersonId });
  const { devices } = near;
  if (!devices) throw tooMuch(near, period);
  const [land, found] = [await ownLand(db, scope, outline), new Map<number, Found>()];
  await readDevices(db, devices, outline.bounds, zonesOf(outline, land), (deviceId, one) =>
    found.set(deviceId, one),
  );
  return {
    anywhere: presencesIn(found, zone.outline, period),
    onOwnLand: presencesIn(found, zone.ownLand, period),
  };
}

/** Where strangers may be seen: null for nowhere, or where everybody is the viewer's anyway. */
async function ownLand(db: Knex, scope: Scope, { bounds }: BandedOutline): Promise<BandedOutline[] | null> {
  if (scope.everywhere || scope.grantedIds.length === 0) return null;
  const outlines = await landNear(db, scope.grantedIds, bounds);
  return outlines.map((wkb) => bandedOutline(polygonsOfWkb(wkb)));
}

const nowhere: readonly number[] = [];
const inOutline: readonly number[] = [zone.outline];
const inBoth: readonly number[] = [zone.outline, zone.ownLand];

function zonesOf(outline: BandedOutline, land: readonly BandedOutline[] | null) {
  return (lonE7: number, latE7: number): readonly number[] => {
    if (!outline.holds(lonE7, latE7)) return nowhere;
    return land?.some((one) => one.holds(lonE7, latE7)) ? inBoth : inOutline;
  };
}

async function readDevices(
  db: Knex,
  devices: readonly NearDevice[],
  bounds: BandedOutline['bounds'],
  zonesAt: (lonE7: number, latE7: number) => readonly number[],
  done: (deviceId: number, found: Found) => void,
): Promise<void> {
  const [thresholdsOf, carriers] = [
    await thresholdsInForce(db),
    await carriersOf(
      db,
      devices.map(({ deviceId }) => deviceId),
    ),
  ];
  const stretches: Stretch[] = devices.flatMap(({ deviceId, kind, tracks }) =>
    stretchesOf(tracks, thresholdsOf(kind).pauseSeconds * 1000).map((stretch) => ({ deviceId, ...stretch })),
  );
  const readers = new Map(
    devices.map(({ deviceId, kind }) => {
      const carrying = (carriers.get(deviceId) ?? []).map(([personId, from, to]) => {
        return { personId, from, to: to ?? Number.POSITIVE_INFINITY };
      });
      const carrierAt = carrierLookup({ alwaysOnDuty: true, carriers: carrying, duties: new Map() });
      return [deviceId, presenceReader({ thresholds: thresholdsOf(kind), carrierAt, zonesAt })];
    }),
  );
  const byStretch = stretches.map(({ deviceId }) => readers.get(deviceId));
  await readStretches(db, bounds, stretches, (fix) => byStretch[fix.stretch]?.read(fix));
  for (const [deviceId, reader] of readers) done(deviceId, reader.end());
}

/** The visits that meet the period as they are counted: a person's once, whatever devices were carried. */
function presencesIn(found: ReadonlyMap<number, Found>, inZone: number, [from, to]: Interval): Presence[] {
  const byWho = new Map<string, Presence>();
  const of = (personId: number | null, deviceId: number) => {
    const key = personId === null ? `device ${deviceId}` : `person ${personId}`;
    const known = byWho.get(key) ?? { personId, deviceId, visits: [], runs: [] };
    byWho.set(key, known);
    return known;
  };
  for (const [deviceId, { visits, runs }] of found) {
    for (const { cellId, bridged, continued: _continued, ...visit } of visits) {
      // As for a cell: what is joined is what meets the period.
      if (cellId !== inZone || visit.enteredAt >= to || visit.leftAt <= from) continue;
      const bridgedMs = bridged.reduce((sum, [begin, end]) => sum + end - begin, 0);
      of(visit.personId, deviceId).visits.push({ ...visit, deviceId, bridged, bridgedMs });
    }
    for (const run of runs) if (run.zone === inZone) of(run.personId, deviceId).runs.push(run);
  }
  return [...byWho.values()].flatMap((one) =>
    one.visits.length > 0 ? [{ ...one, visits: visitsOf(one.visits) }] : [],
  );
}

const dayMs = 86_400_000;

function tooMuch({ fixes, isCounted }: Near, [from, to]: Interval): InvalidInput {
  const millions = Math.ceil(fixes / 100_000) / 10;
  const days = ((to - from) / dayMs) * (mostFixes / Math.max(fixes, 1));
  const [english, chinese] =
    isCounted && days >= 1
      ? [
          ` At most ${Math.floor(days)} days can be asked for about this outline.`,
          `此范围一次最多查询 ${Math.floor(days)} 天。`,
        ]
      : ['', ''];
  const many = isCounted ? '' : 'more than ';
  return new InvalidInput(
    'too-much-to-look-through',
    `There are ${many}${millions} million positions about this outline in this period; ${mostFixes / 1_000_000} million can be looked through at once. Draw a smaller outline or choose a shorter period.${english}`,
    `此时段内该范围附近有${isCounted ? '' : '超过 '}${Math.round(millions * 100)} 万个定位点，一次最多查询 ${mostFixes / 10_000} 万个。请缩小范围或缩短时段。${chinese}`,
    [
      { path: 'outline', reason: 'too large for the period' },
      { path: 'to', reason: 'too far from the beginning' },
    ],
  );
}
