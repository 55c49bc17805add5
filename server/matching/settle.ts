import { z } from 'zod';
import { refusal } from '../assignments/refusal.ts';
import type { Language } from '../http/problem.ts';
import type { Item, NotTaken } from './still-needed.ts';

/** What the register says of assignments that it refused; beyond the first thousand it says nothing. */
export const toldRefusals = z.array(
  refusal.pick({ reason: true, message: true, personId: true, cellId: true, areaId: true, role: true }),
);
type Told = z.output<typeof toldRefusals>[number];

/** Somebody at a place in a role. */
export type Made = { personId: number | null; cellId: number | null; areaId: number | null; role: string };

/** Parts what was entered from what was not, by what is in the register now, not by what was told. */
export function settle(
  items: readonly Item[],
  made: readonly Made[],
  told: readonly Told[],
  language: Language,
): { accepted: number[]; refused: NotTaken[] } {
  const entered = new Set(made.map(keyOf));
  const reasons = new Map(told.map((one) => [keyOf(one), one]));
  const accepted = items.filter((item) => entered.has(keyOf(item))).map(({ position }) => position);
  const refused = items
    .filter((item) => !entered.has(keyOf(item)))
    .map((item): NotTaken => {
      const { reason = 'not-entered', message = untold[language] } = reasons.get(keyOf(item)) ?? {};
      return { position: item.position, personId: item.personId, reason, message };
    });
  return { accepted, refused };
}

const untold = {
  zh: '未能录入，请单独办理该条以查看原因。',
  en: 'It could not be entered; assign it by itself to see why.',
};

const keyOf = ({ personId, cellId, areaId, role }: Made) => `${personId} ${cellId} ${areaId} ${role}`;
