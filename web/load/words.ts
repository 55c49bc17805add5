import { load as en } from '../i18n/en-load.ts';
import { useI18n } from '../i18n/index.tsx';
import { load as zh } from '../i18n/zh-load.ts';

export type LoadWords = typeof zh;

export function useLoadWords(): LoadWords {
  return useI18n().language === 'zh' ? zh : en;
}
