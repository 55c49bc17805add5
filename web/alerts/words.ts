import { alerts as en } from '../i18n/en-alerts.ts';
import { useI18n } from '../i18n/index.tsx';
import { alerts as zh } from '../i18n/zh-alerts.ts';

export type AlertWords = typeof zh;

export function useAlertWords(): AlertWords {
  return useI18n().language === 'zh' ? zh : en;
}
