import { useI18n } from '../i18n/index.tsx';
import type { Rule } from '../types-office.ts';

/** A rule as one sentence: where, and what must be so. */
export function useRuleSentence(): (rule: Rule) => string {
  const { t } = useI18n();
  const words = t.office.rules;
  return ({ selects, requires }) => {
    const usage = selects.cellUsage && (t.words.usages[selects.cellUsage] ?? selects.cellUsage);
    const where = selects.areaKind
      ? words.everyArea(t.words.areaKinds[selects.areaKind])
      : usage
        ? words.everyUsage(usage)
        : selects.cells || selects.areas
          ? words.chosen((selects.cells?.length ?? 0) + (selects.areas?.length ?? 0))
          : words.everyCell;
    return `${where}${words.colon}${requirement(requires)}`;
  };

  function requirement(requires: Rule['requires']): string {
    const atLeast = Number(requires.atLeast ?? 1);
    if (requires.measure === 'revisit') return words.everyHours(Number(requires.everyHours));
    if (requires.measure === 'visits') return words.visits(atLeast, String(requires.per ?? 'week'));
    const who = [
      requires.skill,
      requires.role,
      requires.kind && (t.words.personKinds[String(requires.kind)] ?? requires.kind),
    ];
    return words.people(atLeast, who.filter(Boolean).join(' · ') || words.anybody);
  }
}
