import { rules as en } from '../../i18n/en-rules.ts';
import { useI18n } from '../../i18n/index.tsx';
import { rules as zh } from '../../i18n/zh-rules.ts';

export type RuleWords = typeof zh;

/** The words for rules in the language of the page. */
export function useRuleWords(): RuleWords {
  return useI18n().language === 'zh' ? zh : en;
}
