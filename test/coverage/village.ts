import type { Knex } from 'knex';
import { makeAccount } from '../support/accounts.ts';
import {
  makeArea,
  makeAssignment,
  makeCell,
  makeDevice,
  makePerson,
  makePlan,
  makeVisit,
} from '../support/district.ts';
import { startServer } from '../support/server.ts';

export const january = '2026-01-01T00:00:00Z';

type Role = 'chief' | 'viewer' | 'planner' | 'volunteer';
export async function signedIn(
  db: Knex,
  role: Role = 'chief',
  areaId: number | null = null,
  personId: number | null = null,
) {
  const server = await startServer(db);
  return server.withToken((await makeAccount(db, { grants: [{ role, areaId }], personId })).token);
}

/** A village with two cells in force since January, each with an officer, visited on the fourth of March. */
export async function coveredVillage(db: Knex) {
  const areaId = await makeArea(db, { kind: 'village', name: '嘎查', box: [119, 48, 120, 49] });
  const planId = await makePlan(db, { from: january });
  const cells: number[] = [];
  const officer = await makePerson(db, { kind: 'officer' });
  const deviceId = await makeDevice(db);
  for (const [index, west] of [119.1, 119.2].entries()) {
    const box = [west, 48.1, west + 0.1, 48.2] as const;
    const cellId = await makeCell(db, { planIds: [planId], box, ownerAreaId: areaId, code: `A${index + 1}` });
    await makeAssignment(db, { personId: officer, cellId, from: january });
    await makeVisit(db, { deviceId, cellId, from: '2026-03-04T08:00:00Z', to: '2026-03-04T09:00:00Z' });
    cells.push(cellId);
  }
  const [first = 0, second = 0] = cells;
  return { areaId, planId, officer, deviceId, first, second };
}
