import { NativeSelect } from '@mantine/core';
import { useWords } from './words.ts';

const daysBack = [28, 84, 182, 364] as const;
export type DaysBack = (typeof daysBack)[number];

const dayMs = 86_400_000;

export const fromOf = (days: DaysBack) => new Date(Date.now() - days * dayMs).toISOString();

/** How far a history goes back. */
export function DaysBackField({ days, onDays }: { days: DaysBack; onDays: (days: DaysBack) => void }) {
  const words = useWords();
  return (
    <NativeSelect
      size="xs"
      aria-label={words.period}
      value={String(days)}
      onChange={(event) => onDays(daysBack.find((one) => String(one) === event.currentTarget.value) ?? 84)}
      data={daysBack.map((one) => ({ value: String(one), label: words.periods[one] }))}
    />
  );
}
