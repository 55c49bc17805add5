import { talent as en } from '../i18n/en-talent.ts';
import { useI18n } from '../i18n/index.tsx';
import { talent as zh } from '../i18n/zh-talent.ts';

export type TalentWords = typeof zh;

export function useTalentWords(): TalentWords {
  return useI18n().language === 'zh' ? zh : en;
}
