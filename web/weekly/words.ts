import { weekly as en } from '../i18n/en-weekly.ts';
import { useI18n } from '../i18n/index.tsx';
import { weekly as zh } from '../i18n/zh-weekly.ts';

export type WeeklyWords = typeof zh;

export function useWeeklyWords(): WeeklyWords {
  return useI18n().language === 'zh' ? zh : en;
}
