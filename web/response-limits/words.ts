import { responseLimits as en } from '../i18n/en-response-limits.ts';
import { useI18n } from '../i18n/index.tsx';
import { responseLimits as zh } from '../i18n/zh-response-limits.ts';

/** The strings of the response distances; apart from the others, so that only who looks at them loads them. */
export const useWords = (): typeof zh => (useI18n().language === 'zh' ? zh : en);
