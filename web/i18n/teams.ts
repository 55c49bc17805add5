import { teams as en } from './en-teams.ts';
import { useI18n } from './index.tsx';
import { teams as zh } from './zh-teams.ts';

export const useTeamWords = () => (useI18n().language === 'zh' ? zh : en);
