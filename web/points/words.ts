import { points as en } from '../i18n/en-points.ts';
import { useI18n } from '../i18n/index.tsx';
import { points as zh } from '../i18n/zh-points.ts';

export type PointWords = typeof zh;

/** The words for points in the language of the page. */
export function usePointWords(): PointWords {
  return useI18n().language === 'zh' ? zh : en;
}
