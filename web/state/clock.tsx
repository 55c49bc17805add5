import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { api } from '../api.ts';
import { type Dictionary, useI18n } from '../i18n/index.tsx';
import type { Language } from './language.ts';

const time: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hour12: false };

/** Making a formatter takes a quarter of a millisecond, and a list shows hundreds of times. */
function makeClock(t: Dictionary, language: Language, timeZone: string) {
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  // 03/14 means two days in English.
  const day: Intl.DateTimeFormatOptions = { month: language === 'zh' ? '2-digit' : 'short', day: '2-digit' };
  const formatter = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone, ...options });
    return (at: string | Date) => format.format(new Date(at));
  };
  const short = formatter({ ...day, ...time });
  const full = formatter({ year: 'numeric', ...day, ...time });
  const seconds = formatter({ ...time, second: '2-digit' });
  const thisYear = new Date().getFullYear();
  const isoDay = new Intl.DateTimeFormat('en-CA', { timeZone });
  return {
    timeZone,
    /** 03/14 08:05, 14 Mar 08:05; with its year where that is another than now. */
    dateTime: (at: string | Date) => (new Date(at).getFullYear() === thisYear ? short(at) : full(at)),
    /** Always with its year. */
    fullDateTime: full,
    time: formatter(time),
    /** 08:05:30, of an instant in epoch ms. */
    timeOfSecond: (at: number) => seconds(new Date(at)),
    /** 2026-03-14, whatever the language: what a date field and the server take. */
    isoDate: (at: string | Date) => isoDay.format(new Date(at)),
    /** "3 hours ago", for what lies behind. */
    ago: (at: string) => t.measures.ago((Date.now() - Date.parse(at)) / 1000),
  };
}

type Clock = ReturnType<typeof makeClock>;

const ClockContext = createContext<Clock | null>(null);

/** Provides the clock of the operator's time zone, which the server says. */
export function ClockProvider({ children }: { children: ReactNode }) {
  const { t, language } = useI18n();
  const info = useQuery({ queryKey: ['info'], queryFn: api.info, staleTime: Number.POSITIVE_INFINITY });
  const timeZone = info.data?.timeZone ?? 'Asia/Shanghai';
  const clock = useMemo(() => makeClock(t, language, timeZone), [t, language, timeZone]);
  return <ClockContext value={clock}>{children}</ClockContext>;
}

/** Instants as people read them, in the operator's time zone and the language of the screen. */
export function useClock(): Clock {
  const clock = useContext(ClockContext);
  if (!clock) throw new Error('useClock is used outside of ClockProvider');
  return clock;
}
