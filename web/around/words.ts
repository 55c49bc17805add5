import { around as en } from '../i18n/en-around.ts';
import { useI18n } from '../i18n/index.tsx';
import { around as zh } from '../i18n/zh-around.ts';

/** The strings of what is asked about a place; apart from the others, so that only who asks loads them. */
export const useWords = (): typeof zh => (useI18n().language === 'zh' ? zh : en);
