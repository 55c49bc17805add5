import { missed as en } from '../i18n/en-missed.ts';
import { useI18n } from '../i18n/index.tsx';
import { missed as zh } from '../i18n/zh-missed.ts';

export type MissedWords = typeof zh;

export function useMissedWords(): MissedWords {
  return useI18n().language === 'zh' ? zh : en;
}
