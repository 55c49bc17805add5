import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import type { Language } from '../http/problem.ts';
import { getRule } from '../rules/queries.ts';
import { checkInput } from '../rules/register.ts';
import { requirementOf } from '../rules/requirement.ts';
import type { Rule, RuleInput } from '../rules/rule.ts';
import { isAboutAreas } from '../rules/selection.ts';
import { ruleSentence } from '../rules/sentence.ts';
import { sentenceWords } from '../rules/sentence-words.ts';
import { compareTexts } from './compare-texts.ts';
import { countFitting } from './fitting-queries.ts';
import { judgeHypothetical, type Stand } from './hypothetical.ts';
import { reachedText } from './measures/reached.ts';
import type { PreviewPlace, RulePreview } from './preview.ts';

const mostWorst = 20;
const mostPlaces = 3_000;
const monthMs = 30 * 86_400_000;
/** A rule is judged as if it had held so long, which is longer than whatever it looks back on. */
const asIfHeldMonths = 14;

type Question = {
  now: Date;
  language: Language;
  timeZone: string;
  /** The rule whose place it would take: it would hold where that one does. */
  replacedId?: number | undefined;
};

/**
 * What a rule would find, without storing it; throws where it contradicts itself or chooses unknown places. It is judged
 * now, or when it begins where that is to come: by then patrols are unknown, and assignments are those entered already.
 */
export async function previewRule(
  db: Knex,
  scope: Scope,
  input: RuleInput,
  { now, language, timeZone, replacedId }: Question,
): Promise<RulePreview> {
  const from = input.from ?? now;
  await checkInput(db, scope, timeZone, input, from);
  const at = input.kind === 'staffing' && from > now ? from : now;
  const ownAreaIds = scope.everywhere ? null : [...scope.grantedIds];
  const scopeAreaIds =
    replacedId === undefined ? ownAreaIds : (await getRule(db, scope, replacedId)).scopeAreaIds;
  const rule = hypothetical(input, at, scopeAreaIds);
  const [stands, fitting] = await Promise.all([
    judgeHypothetical(db, scope, rule, at.getTime(), timeZone),
    rule.kind === 'staffing' ? countFitting(db, scope, rule.requires, at, timeZone) : null,
  ]);
  const short = stands.filter(({ missing }) => missing > 0).sort(byWant);
  const met = stands.filter(({ missing }) => missing === 0);
  const pending = stands.filter((stand) => stand.pending).length;
  return {
    at: at.toISOString(),
    about: isAboutAreas(rule) ? 'areas' : 'cells',
    selected: stands.length,
    met: met.length,
    short: short.length,
    resting: stands.length - met.length - short.length - pending,
    pending,
    missing: short.reduce((sum, { missing }) => sum + missing, 0),
    fitting,
    objection: objectionTo(rule, stands.length, fitting, language),
    sentence: ruleSentence(input, language),
    worst: short.slice(0, mostWorst).map((stand) => toPlace(stand, rule, language)),
    places: [...short, ...met].flatMap(toPoint).slice(0, mostPlaces),
  };
}

function hypothetical(input: RuleInput, at: Date, scopeAreaIds: readonly number[] | null): Rule {
  const common = {
    id: 0,
    name: input.name,
    selects: input.selects,
    scopeAreaIds,
    // The same for weeks, so that what was found of the same rule is found again.
    from: (Math.floor(at.getTime() / monthMs) - asIfHeldMonths) * monthMs,
    to: Number.POSITIVE_INFINITY,
  };
  if (input.kind === 'staffing') return { ...common, kind: 'staffing', requires: input.requires };
  const requires = requirementOf(input.requires);
  if (!requires) throw new Error('A patrol rule that was checked has a measure that cannot be judged.');
  return { ...common, kind: 'patrol', requires };
}

/** Those that lack most first, of equals those that reached least; then by code, as people read them. */
function byWant(a: Stand, b: Stand): number {
  const [one, other] = [placeOf(a), placeOf(b)];
  const shares = (a.reached?.share ?? 0) - (b.reached?.share ?? 0);
  return (
    b.missing - a.missing || shares || compareTexts(one.code ?? '', other.code ?? '') || one.id - other.id
  );
}

const placeOf = (stand: Stand) => ('cell' in stand ? stand.cell : stand.area);

function toPlace(stand: Stand, { requires }: Rule, language: Language): PreviewPlace {
  const { id, code, name, position } = placeOf(stand);
  return {
    ...('cell' in stand ? { cell: id } : { area: id }),
    code,
    name,
    position,
    missing: stand.missing,
    since: stand.since === null ? null : new Date(stand.since).toISOString(),
    reached:
      stand.reached && 'measure' in requires ? reachedText(stand.reached, requires.measure, language) : null,
  };
}

function toPoint(stand: Stand): [number, number, number][] {
  const { position } = placeOf(stand);
  return position ? [[position[0], position[1], stand.missing]] : [];
}

function objectionTo(
  rule: Rule,
  selected: number,
  fitting: number | null,
  language: Language,
): string | null {
  if (selected === 0) return nothing(rule, language);
  if (rule.kind !== 'staffing' || fitting === null || fitting >= rule.requires.atLeast) return null;
  return language === 'zh'
    ? `您的辖区内符合条件的只有 ${fitting} 人，任何一处都不可能达到 ${rule.requires.atLeast} 人。`
    : `Only ${fitting} in your areas fit, so no place can have ${rule.requires.atLeast}.`;
}

/** Which condition leaves nothing. */
function nothing({ selects, ...rule }: Rule, language: Language): string {
  const words = sentenceWords[language];
  const alsoAt = rule.kind === 'staffing' ? rule.requires.alsoAt : undefined;
  if (alsoAt !== undefined) {
    const kind = words.areaKinds[alsoAt] ?? alsoAt;
    return language === 'zh'
      ? `所选的地方均没有对应的${kind}，规则目前不约束任何地方。`
      : `None of the places selected has a ${kind} of its own: the rule obliges nowhere now.`;
  }
  const { cellUsage, areaKind } = selects;
  const inside = selects.areas
    ? { zh: '所选辖区内', en: ' in the chosen areas' }
    : { zh: '您的辖区内', en: ' in your areas' };
  if (cellUsage !== undefined) {
    const usage = words.usages[cellUsage] ?? cellUsage;
    return language === 'zh'
      ? `${inside.zh}没有用途为“${usage}”的生效网格，规则目前不约束任何地方。`
      : `No cell in force${inside.en} has the usage ${usage}: the rule obliges nowhere now.`;
  }
  if (areaKind !== undefined && isAboutAreas({ selects, kind: rule.kind })) {
    const kind = words.areaKinds[areaKind] ?? areaKind;
    return language === 'zh'
      ? `${inside.zh}没有${kind}，规则目前不约束任何地方。`
      : `There is no ${kind}${inside.en}: the rule obliges nowhere now.`;
  }
  return language === 'zh'
    ? `${inside.zh}目前没有符合条件的生效网格，规则不约束任何地方。`
    : `No cell in force${inside.en} fits: the rule obliges nowhere now.`;
}
