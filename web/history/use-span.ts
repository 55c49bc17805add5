import { useI18n } from '../i18n/index.tsx';
import { useWords } from './words.ts';

const dayHours = 24;
const manyHours = 72;

/** A length of time as people say it: in days from three days on. */
export function useSpan(): (seconds: number) => string {
  const { t } = useI18n();
  const { inDays } = useWords();
  return (seconds) =>
    seconds < manyHours * 3600
      ? t.measures.duration(seconds)
      : inDays(Math.round(seconds / 360 / dayHours) / 10);
}
