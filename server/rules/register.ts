import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import { Conflict, Forbidden, InvalidInput, type Language } from '../http/problem.ts';
import { timeTextOf } from '../http/time.ts';
import { checkEnd, checkRule } from './check.ts';
import { areasOutside, cellsOutside, obligesNowhere, selectsNothing } from './places.ts';
import { getRule } from './queries.ts';
import type { RuleInput, RulePatch, RuleView, Selects } from './rule.ts';
import { deleteRule, endRule, insertRule, lockRule, renameRule } from './store.ts';

/** Makes a rule that holds inside the areas of whoever makes it. */
export async function createRule(
  db: Knex,
  scope: Scope,
  timeZone: string,
  input: RuleInput,
  now: Date,
): Promise<RuleView> {
  const from = input.from ?? now;
  await checkInput(db, scope, timeZone, input, from);
  const scopeAreaIds = scope.everywhere ? null : [...scope.grantedIds];
  const id = await insertRule(db, input, from, scopeAreaIds);
  return (await getRule(db, scope, id)).view;
}

/** Says that a rule selects nothing when it begins, or now; it may be about places that are still to come. */
export async function objectionTo(
  db: Knex,
  scope: Scope,
  view: RuleView,
  language: Language,
): Promise<{ objection?: string }> {
  const at = new Date(Math.max(Date.parse(view.from), Date.now()));
  if (!(await obligesNowhere(db, scope, view, at))) return {};
  const objection =
    language === 'zh'
      ? '规则已建立，但目前没有符合条件的生效网格或辖区，暂不约束任何地方；请核对条件。'
      : 'The rule is made, but no cell in force or area fits it now: it obliges nowhere. Check its conditions.';
  return { objection };
}

/** Throws InvalidInput where a rule contradicts itself, or chooses what is not there or not in the scope. */
export async function checkInput(
  db: Knex,
  scope: Scope,
  timeZone: string,
  input: RuleInput,
  from: Date,
): Promise<void> {
  checkRule(input, from, timeZone);
  await requirePlaces(db, scope, input.selects, from);
}

/** Renames a rule or sets its end, which neither was nor comes to lie in the past. */
export async function changeRule(
  db: Knex,
  scope: Scope,
  timeZone: string,
  id: number,
  { name, to }: RulePatch,
  now: Date,
): Promise<RuleView> {
  const former = await getChangeable(db, scope, id);
  await db.transaction(async (trx) => {
    const isMoved = to !== undefined && to?.getTime() !== former.to?.getTime();
    if (isMoved) {
      checkEnd(former.from, to);
      refuseEndInPast(former, to, now, timeTextOf(timeZone));
      refuseOvertaken(former, await lockRule(trx, id));
      await endRule(trx, id, to);
    }
    if (name !== undefined) await renameRule(trx, id, name);
  });
  return (await getRule(db, scope, id)).view;
}

/**
 * Ends a rule where another begins, both or neither. What was asked until then stays as it was: the other begins now or
 * later, and while the former still holds. One that has not begun is deleted instead. The other holds where the former
 * did, whoever replaces it: a district that words a station's rule anew takes it neither from the station nor further.
 */
export async function replaceRule(
  db: Knex,
  scope: Scope,
  timeZone: string,
  id: number,
  input: RuleInput,
  now: Date,
): Promise<RuleView> {
  const former = await getChangeable(db, scope, id);
  const from = input.from ?? (former.from > now ? former.from : now);
  refuseRewriting(former, from, now, timeTextOf(timeZone));
  await checkInput(db, scope, timeZone, input, from);
  const next = await db.transaction(async (trx) => {
    refuseOvertaken(former, await lockRule(trx, id));
    if (former.from < from) await endRule(trx, id, from);
    const nextId = await insertRule(trx, input, from, former.scopeAreaIds, id);
    if (former.from >= from) await deleteRule(trx, id);
    return nextId;
  });
  return (await getRule(db, scope, next)).view;
}

/** Of two who replace or end a rule at the same moment, the second is told. */
function refuseOvertaken(former: { to: Date | null }, locked: { to: Date | null } | undefined): void {
  if (locked && former.to?.getTime() === locked.to?.getTime()) return;
  throw new Conflict(
    'rule-replaced',
    'Somebody else has just replaced or ended this rule; look at the rules as they are now and change the newer one.',
    '该规则刚刚已被他人替换或终止；请刷新规则列表，修改新的规则。',
  );
}

function refuseEndInPast(
  former: { to: Date | null },
  to: Date | null,
  now: Date,
  timeText: (at: Date) => string,
): void {
  const endedAt = former.to && timeText(former.to);
  const hasEnded = former.to !== null && former.to <= now;
  if (!hasEnded && !isPast(to, now)) return;
  const english = hasEnded
    ? `The rule ended at ${endedAt} and what it asked is not rewritten; make a new one instead.`
    : 'A rule ends now or later: what it asked in the past is not rewritten.';
  const chinese = hasEnded
    ? `规则已于 ${endedAt} 终止，过去的要求不会改写；请新建规则。`
    : '规则只能在现在或以后终止，过去的要求不会改写。';
  throw new InvalidInput('rule-history', english, chinese, [{ path: 'to', reason: english }]);
}

/** Whoever fills a form to the minute means the one that runs. */
function isPast(at: Date | null, now: Date): boolean {
  return at !== null && at.getTime() < now.getTime() - 60_000;
}

function refuseRewriting(
  former: { to: Date | null },
  from: Date,
  now: Date,
  timeText: (at: Date) => string,
): void {
  const endsAt = former.to && timeText(former.to);
  const isRewriting = isPast(from, now);
  if (!isRewriting && (former.to === null || former.to > from)) return;
  const english = isRewriting
    ? 'A rule is replaced now or later: what it asked in the past is not rewritten.'
    : `The rule ends before (${endsAt}); make a new one instead.`;
  const chinese = isRewriting
    ? '规则只能从现在或以后起替换，过去的要求不会改写。'
    : `原规则此前已终止（${endsAt}）；请新建规则。`;
  throw new InvalidInput('rule-history', english, chinese, [{ path: 'from', reason: english }]);
}

/** Ends a rule now; one that has not begun, and so never judged anything, is deleted. */
export async function removeRule(db: Knex, scope: Scope, id: number, now: Date): Promise<void> {
  const { from, to } = await getChangeable(db, scope, id);
  if (from >= now) await deleteRule(db, id);
  else if (to === null || to > now) await endRule(db, id, now);
}

async function getChangeable(db: Knex, scope: Scope, id: number) {
  const kept = await getRule(db, scope, id);
  if (kept.mayChange) return kept;
  throw new Forbidden(
    'rule-of-others',
    'This rule also holds outside of your areas; somebody whose areas cover it must change it.',
    '该规则的适用范围超出您的辖区，须由辖区覆盖该范围的人员修改。',
  );
}

/** Throws where a chosen area or cell is not in the scope, or where nothing of the choice is left for the rule. */
async function requirePlaces(db: Knex, scope: Scope, selects: Selects, from: Date): Promise<void> {
  const areas = await areasOutside(db, scope, selects.areas ?? []);
  if (areas.length > 0) throw unknownPlaces('areas', areas);
  const cells = await cellsOutside(db, scope, selects.cells ?? []);
  if (cells.length > 0) throw unknownPlaces('cells', cells);
  if (await selectsNothing(db, selects, from)) {
    const english =
      'The rule selects nothing: none of the chosen places fits its other conditions, or the chosen cells are retired before it begins.';
    const chinese = '规则未选中任何对象：所选的网格或辖区均不符合其他条件，或所选网格在规则生效前已停用。';
    throw new InvalidInput('rule-selects-nothing', english, chinese, [{ path: 'selects', reason: english }]);
  }
}

function unknownPlaces(field: 'areas' | 'cells', ids: readonly number[]): InvalidInput {
  const list = ids.slice(0, 20).join(', ');
  const english = `There are no such ${field} in your areas: ${list}.`;
  const chinese = `您的辖区内没有下列${field === 'areas' ? '辖区' : '网格'}：${list}。`;
  return new InvalidInput('unknown-place', english, chinese, [{ path: `selects.${field}`, reason: english }]);
}
