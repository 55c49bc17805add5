import type { Knex } from 'knex';
import { DateTime } from 'luxon';
import { HeldObligations, type Look } from '../server/obligations/held.ts';
import { Standings } from '../server/obligations/standings.ts';
import type { StaffingRule } from '../server/rules/rule.ts';
import { windowFor, windowsOf } from '../server/rules/windows.ts';
import { withDatabase } from './database.ts';
import { median, report } from './figure.ts';
import { assignments, assignOne, makeDistrict, makeRules, people } from './obligations-district.ts';
import { shortInSql } from './obligations-sql.ts';

const timeZone = 'Asia/Shanghai';
const at = Date.parse('2026-09-21T04:00:00Z');
const rounds = 9;
const changes = 60;

type Measured = { anew: number; inMemory: number; inSql: number; changed: number };

const small = await measureDistrict(3_000);
const large = await measureDistrict(30_000);
const what = `20 rules over 3,000 cells, ${people} people, ${assignments} assignments`;
report({
  name: `full evaluation of ${what}, everything read from the database`,
  value: small.anew,
  unit: 'ms',
  baseline: small.inSql,
  baselineOf: 'one set-based statement for each rule, how many are missing alone',
  atMost: 1.5,
});
console.log(`  wanted under 1,000 ms: ${small.anew < 1_000 ? 'reached' : 'MISSED'}`);
report({
  name: 'the same, what is held read before',
  value: small.inMemory,
  unit: 'ms',
  baseline: small.inSql,
  baselineOf: 'the same statements',
});
report({
  name: 'evaluation again after one assignment was entered, from the commit to the totals of all rules',
  value: small.changed,
  unit: 'ms',
  baseline: large.changed,
  baselineOf: 'the same with 30,000 cells',
});
for (const [cells, { changed }] of [[3_000, small] as const, [30_000, large] as const])
  console.log(`  wanted under 20 ms with ${cells} cells: ${changed < 20 ? 'reached' : 'MISSED'}`);
report({
  name: 'full evaluation of the same rules over 30,000 cells, everything read from the database',
  value: large.anew,
  unit: 'ms',
  baseline: large.inSql,
  baselineOf: 'the same statements over 30,000 cells',
});

async function measureDistrict(cells: number): Promise<Measured> {
  const measured: Measured[] = [];
  await withDatabase(async ({ db }) => {
    await makeDistrict(db, cells);
    await makeRules(db);
    const rules = await new HeldObligations(timeZone).look(db, [], (look) => look.rules);
    await sameAsSql(db, rules);
    const anew = await medianOf(rounds, () => new HeldObligations(timeZone).look(db, [], totals));
    const held = new HeldObligations(timeZone);
    const inMemory = await held.look(db, [], (look) => medianOfNow(rounds, () => evaluateAnew(look)));
    const inSql = await medianOf(rounds, () => inSqlAll(db, rules));
    await held.look(db, [], totals);
    const changed = await medianOf(
      changes,
      () => held.look(db, [], totals),
      (round) => assignOne(db, round),
    );
    measured.push({ anew, inMemory, inSql, changed });
  });
  const [found] = measured;
  if (!found) throw new Error('Nothing was measured.');
  return found;
}

function totals({ standings, rules }: Look) {
  return rules.map((rule) => ({ ...standings.at(rule, at).totals }));
}

function evaluateAnew({ standings, ground, covered, windowsOf: windows, rules }: Look): void {
  const anew = new Standings(standings.staff, ground, covered, windows);
  for (const rule of rules) anew.at(rule, at);
}

async function inSqlAll(db: Knex, rules: readonly StaffingRule[]) {
  const found: { short: number; missing: number }[] = [];
  for (const rule of rules) found.push(await shortInSql(db, rule, new Date(at), windowOf(rule)));
  return found;
}

/** Both find the same, or the comparison says nothing. */
async function sameAsSql(db: Knex, rules: readonly StaffingRule[]): Promise<void> {
  const ours = await new HeldObligations(timeZone).look(db, [], totals);
  const theirs = await inSqlAll(db, rules);
  ours.forEach(({ short, missing }, index) => {
    const other = theirs[index];
    if (short !== other?.short || missing !== other.missing)
      throw new Error(`Rule ${index}: ${short} short, ${missing} missing; in SQL ${JSON.stringify(other)}.`);
  });
  console.log(`  ${ours.reduce((sum, { missing }) => sum + missing, 0)} people missing, in SQL as well`);
}

function windowOf({ requires: { hours } }: StaffingRule) {
  if (!hours) return null;
  const windows = windowsOf(hours, timeZone, at, at + 8 * 86_400_000);
  const index = windowFor(windows, at);
  const [from, to] = [windows.starts[index] ?? 0, windows.ends[index] ?? 0];
  const local = (instant: number) => DateTime.fromMillis(instant, { zone: timeZone });
  return {
    ...{ from: new Date(from), to: new Date(to), weekday: local(from).weekday },
    ...{ begins: local(from).toFormat('HH:mm'), ends: local(to).toFormat('HH:mm') },
  };
}

/** The median in milliseconds of some rounds, after three that only warm up. */
async function medianOf(
  count: number,
  work: () => Promise<unknown>,
  prepare: (round: number) => Promise<void> = async () => {},
): Promise<number> {
  const times: number[] = [];
  for (let round = -3; round < count; round++) {
    await prepare(round + 3);
    const startedAt = performance.now();
    await work();
    if (round >= 0) times.push(performance.now() - startedAt);
  }
  console.log(`  rounds: ${times.map((time) => time.toFixed(1)).join(' ')} ms`);
  return median(times);
}

function medianOfNow(count: number, work: () => void): number {
  const times: number[] = [];
  for (let round = -3; round < count; round++) {
    const startedAt = performance.now();
    work();
    if (round >= 0) times.push(performance.now() - startedAt);
  }
  return median(times);
}
