import { editor as en } from '../i18n/en-editor.ts';
import { useI18n } from '../i18n/index.tsx';
import { editor as zh } from '../i18n/zh-editor.ts';

/** The strings of the editor in the language of the page; apart from the others, so that only who edits loads them. */
export const useWords = (): typeof zh => (useI18n().language === 'zh' ? zh : en);
