import { devices as en } from '../i18n/en-devices.ts';
import { useI18n } from '../i18n/index.tsx';
import { devices as zh } from '../i18n/zh-devices.ts';

/** Loaded with the pages of devices: the map, which opens first, does without them. */
export const useDeviceWords = (): typeof zh => (useI18n().language === 'zh' ? zh : en);
