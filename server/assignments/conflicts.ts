import { z } from 'zod';
import { type Language, Problem } from '../http/problem.ts';
import { timeTextOf } from '../http/time.ts';
import { type Refused, type refusal, sentences, toldRefusal } from './refusal.ts';

/** Whether one refusal stops the whole step, or the rest is done and the refused are told. */
export const conflictMode = z
  .enum(['refuse', 'skip'])
  .default('refuse')
  .meta({ description: 'refuse: all or nothing; skip: what can be done is done, the rest is told' });
export type ConflictMode = z.output<typeof conflictMode>;

/** More are counted, not listed. */
const mostTold = 1_000;
const mostSentences = 3;

/** How the caller is spoken to. */
export type Telling = { language: Language; timeZone: string };

export function toldRefusals(refused: readonly Refused[], { language, timeZone }: Telling): Told[] {
  const timeText = timeTextOf(timeZone);
  return refused.slice(0, mostTold).map((one) => toldRefusal(one, language, timeText));
}

type Told = Omit<z.output<typeof refusal>, 'existing'> & { existing: Refused['existing'] };

/** Throws where something stands against the step: all of it, or, where `mode` says skip, where nothing is left. */
export function refuseConflicts(
  refused: readonly Refused[],
  takeable: number,
  mode: ConflictMode,
  telling: Telling,
): void {
  if (refused.length === 0 || (mode === 'skip' && takeable > 0)) return;
  const timeText = timeTextOf(telling.timeZone);
  const first = refused.slice(0, mostSentences).map((one) => sentences(one, timeText));
  const english = first.map(([text]) => text).join(' ');
  const chinese = first.map(([, text]) => text).join('');
  const total = refused.length + takeable;
  const isUnknown = refused.every(({ reason }) => reason.endsWith('not-found') || reason === 'cell-stays');
  throw new Problem(
    isUnknown ? 404 : 409,
    'assignments-refused',
    `${refused.length} of ${total} cannot be done. ${english}`,
    `${total} 条中有 ${refused.length} 条无法办理。${chinese}`,
    { refusals: toldRefusals(refused, telling), refused: refused.length, takeable },
  );
}
