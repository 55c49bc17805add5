import { useI18n } from '../i18n/index.tsx';
import { useClock } from '../state/clock.tsx';

/** "2026-03-01 08:00 – open". */
export function usePeriodText() {
  const { t } = useI18n();
  const clock = useClock();
  return (from: string | null, to: string | null) =>
    `${from ? clock.fullDateTime(from) : '…'} – ${to ? clock.fullDateTime(to) : t.office.open}`;
}
