import { history as en } from '../i18n/en-history.ts';
import { useI18n } from '../i18n/index.tsx';
import { history as zh } from '../i18n/zh-history.ts';

/** The strings of histories; apart from the others, so that only who opens one loads them. */
export const useWords = (): typeof zh => (useI18n().language === 'zh' ? zh : en);
