import type { Knex } from 'knex';
import { resolveScope, type Scope } from '../access/scope.ts';
import { type CellAt, cellsAt } from '../assignments/list.ts';
import { refuseBackwards } from '../http/period.ts';
import { Conflict, InvalidInput, NotFound } from '../http/problem.ts';
import { getPlan } from '../plans/access.ts';
import { heldBy, matchingCells } from './history-queries.ts';
import type { GivingInput } from './membership.ts';
import { getTeam } from './queries.ts';
import { endTeamCells, lockTeam, startTeamCells } from './store.ts';

const most = 10_000;

/**
 * Gives a team cells of its own, named or chosen by codes or a filter of a plan; answers which. Cells of another station
 * than the team's, retired ones and codes that nobody has are refused by name; what a filter finds that is the team's
 * already stays as it is.
 */
export async function giveCells(
  db: Knex,
  scope: Scope,
  id: number,
  { from = new Date(), to = null, ...choice }: GivingInput,
): Promise<number[]> {
  refuseBackwards(from, to);
  return db.transaction(async (trx) => {
    await lockTeam(trx, id);
    const { stationAreaId } = await getTeam(trx, scope, id);
    const ofStation = await stationScope(trx, scope, stationAreaId);
    const codes = choice.cells ? new Map<number, string>() : await cellsOfPlan(trx, scope, ofStation, choice);
    const chosen = choice.cells ?? [...codes.keys()];
    const nameOf = (cell: number) => codes.get(cell) ?? String(cell);
    const known = await cellsAt(trx, scope, chosen, { from, to });
    refuseWrongCells(chosen, known, await cellsAt(trx, ofStation, chosen, { from, to }), nameOf);
    const held = await heldBy(trx, id, 'cells', chosen, { from, to });
    if (held.length > 0 && (choice.cells || choice.codes))
      throw new Conflict(
        'cell-is-own',
        `Cells ${held.slice(0, 20).map(nameOf).join(', ')} are the team's own at some of that time already.`,
        `网格 ${held.slice(0, 20).map(nameOf).join('、')} 在此期间已属于该队。`,
        { cells: held },
      );
    const given = chosen.filter((cell) => !held.includes(cell));
    await startTeamCells(trx, id, given, { from, to });
    return given;
  });
}

/** Takes cells from a team at an instant. */
export async function takeCells(
  db: Knex,
  scope: Scope,
  id: number,
  { cells, at }: { cells: readonly number[]; at: Date },
): Promise<void> {
  await db.transaction(async (trx) => {
    await lockTeam(trx, id);
    await getTeam(trx, scope, id);
    const held = new Set(await heldBy(trx, id, 'cells', cells, { from: at, to: null }));
    const strange = cells.find((cell) => !held.has(cell));
    if (strange !== undefined)
      throw new NotFound(
        'cell-not-own',
        `Cell ${strange} is not the team's own at that time or later.`,
        `网格 ${strange} 在该时间及之后不属于该队。`,
      );
    await endTeamCells(trx, id, cells, at);
  });
}

/** A team of a station has cells of that station; one of the district's, any that the caller covers. */
async function stationScope(db: Knex, scope: Scope, stationAreaId: number | null): Promise<Scope> {
  if (stationAreaId === null) return scope;
  const grants = [{ role: 'chief' as const, areaId: stationAreaId }];
  return resolveScope(db, { grants, personId: null }, { roles: ['chief'] });
}

/** Cells with their codes: those of the codes that were said, wherever they lie, or the station's that match. */
async function cellsOfPlan(
  db: Knex,
  scope: Scope,
  ofStation: Scope,
  { plan = 0, ...match }: GivingInput,
): Promise<Map<number, string>> {
  await getPlan(db, scope, plan);
  const found = await matchingCells(db, match.codes ? scope : ofStation, plan, match);
  const codes = new Set(found.map(({ code }) => code));
  const missing = (match.codes ?? []).filter((code) => !codes.has(code));
  if (missing.length > 0)
    throw new InvalidInput(
      'unknown-code',
      `The plan has no cells of yours with the codes ${missing.slice(0, 20).join(', ')}.`,
      `该方案中没有您辖区内代码为 ${missing.slice(0, 20).join('、')} 的网格。`,
      missing.slice(0, 100).map((code) => ({ path: 'codes', reason: `unknown: ${code}` })),
    );
  if (found.length === 0)
    throw new InvalidInput('nothing-chosen', 'No cell of the plan matches.', '该方案中没有符合条件的网格。');
  if (found.length > most)
    throw new InvalidInput(
      'too-many-cells',
      `More than ${most} cells match; narrow the choice.`,
      `符合条件的网格超过 ${most} 个，请缩小范围。`,
    );
  return new Map(found.map(({ id, code }) => [id, code]));
}

function refuseWrongCells(
  chosen: readonly number[],
  known: readonly CellAt[],
  ofStation: readonly CellAt[],
  nameOf: (cell: number) => string,
): void {
  const covered = new Set(known.flatMap(({ id, isCovered }) => (isCovered ? [id] : [])));
  const missing = chosen.find((id) => !covered.has(id));
  if (missing !== undefined)
    throw new NotFound(
      'cell-not-found',
      `There is no cell ${missing} in your area.`,
      `您的辖区内没有网格 ${missing}。`,
    );
  const foreign = ofStation.flatMap(({ id, isCovered }) => (isCovered ? [] : [id]));
  if (foreign.length > 0)
    throw new InvalidInput(
      'cell-of-another-station',
      `Cells ${foreign.slice(0, 20).map(nameOf).join(', ')} lie in another station than the team's.`,
      `网格 ${foreign.slice(0, 20).map(nameOf).join('、')} 不在该队所属派出所的辖区内。`,
      foreign.slice(0, 100).map((id) => ({ path: 'cells', reason: `of another station: ${nameOf(id)}` })),
    );
  const retired = known.flatMap(({ id, isInForce }) => (isInForce ? [] : [id]));
  if (retired.length > 0)
    throw new InvalidInput(
      'cell-retired',
      `Cells ${retired.slice(0, 20).map(nameOf).join(', ')} are in no plan in force at that time.`,
      `网格 ${retired.slice(0, 20).map(nameOf).join('、')} 在该时间不属于任何生效的方案。`,
      retired.slice(0, 100).map((id) => ({ path: 'cells', reason: `in no plan in force: ${nameOf(id)}` })),
    );
}
