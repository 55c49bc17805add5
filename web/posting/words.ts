import { posting as en } from '../i18n/en-posting.ts';
import { useI18n } from '../i18n/index.tsx';
import { posting as zh } from '../i18n/zh-posting.ts';

/** The strings of assigning on the map; apart from the others, so that only who assigns loads them. */
export const useWords = (): typeof zh => (useI18n().language === 'zh' ? zh : en);
