import { sheets as en } from './en-sheets.ts';
import { useI18n } from './index.tsx';
import { sheets as zh } from './zh-sheets.ts';

export const useSheetWords = () => (useI18n().language === 'zh' ? zh : en);
