import { people as en } from '../i18n/en-people.ts';
import { useI18n } from '../i18n/index.tsx';
import { people as zh } from '../i18n/zh-people.ts';

/** Loaded with the pages of people: the map, which opens first, does without them. */
export const usePeopleWords = (): typeof zh => (useI18n().language === 'zh' ? zh : en);
