import { desk as en } from './en-desk.ts';
import { useI18n } from './index.tsx';
import { desk as zh } from './zh-desk.ts';

export const useDeskWords = () => (useI18n().language === 'zh' ? zh : en);
