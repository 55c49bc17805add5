import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../api.ts';
import { useI18n } from '../i18n/index.tsx';

const time: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hour12: false };

/** Instants as people read them, in the operator's time zone and the language of the screen. */
export function useClock() {
  const { t, language } = useI18n();
  const info = useQuery({ queryKey: ['info'], queryFn: api.info, staleTime: Number.POSITIVE_INFINITY });
  const timeZone = info.data?.timeZone ?? 'Asia/Shanghai';
  return useMemo(() => {
    const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
    // 03/14 means two days in English.
    const day: Intl.DateTimeFormatOptions = {
      month: language === 'zh' ? '2-digit' : 'short',
      day: '2-digit',
    };
    const formatter = (options: Intl.DateTimeFormatOptions) => {
      const format = new Intl.DateTimeFormat(locale, { timeZone, ...options });
      return (at: string | Date) => format.format(new Date(at));
    };
    const isoDay = new Intl.DateTimeFormat('en-CA', { timeZone });
    return {
      timeZone,
      /** 03/14 08:05, 14 Mar 08:05 */
      dateTime: formatter({ ...day, ...time }),
      /** The same with its year. */
      fullDateTime: formatter({ year: 'numeric', ...day, ...time }),
      time: formatter(time),
      /** 2026-03-14, whatever the language: what a date field and the server take. */
      isoDate: (at: string | Date) => isoDay.format(new Date(at)),
      /** "3 hours ago", for what lies behind. */
      ago: (at: string) => t.measures.ago((Date.now() - Date.parse(at)) / 1000),
    };
  }, [t, language, timeZone]);
}
