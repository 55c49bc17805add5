import { upload as en } from '../../i18n/en-upload.ts';
import { useI18n } from '../../i18n/index.tsx';
import { upload as zh } from '../../i18n/zh-upload.ts';

export type UploadWords = typeof zh;

export const useUploadWords = (): UploadWords => (useI18n().language === 'zh' ? zh : en);
