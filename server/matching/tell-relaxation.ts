import type { z } from 'zod';
import type { Language } from '../http/problem.ts';
import type { PersonName } from './name-queries.ts';
import type { Requirement } from './post.ts';
import type { Relaxation } from './relax.ts';
import { stepWords } from './step-words.ts';
import type { relaxation } from './suggestion.ts';

/** A relaxation as it is sent: people outside of the caller's scope are counted, not named. */
export function tellRelaxation(
  { steps }: Relaxation,
  requires: Requirement,
  names: ReadonlyMap<number, PersonName>,
  language: Language,
): z.output<typeof relaxation> {
  const nameOf = (id: number) => names.get(id)?.name ?? `#${id}`;
  const told = steps.map((step) => {
    const ids = 'personIds' in step ? step.personIds : [];
    return {
      kind: step.kind,
      message: stepWords(step, requires, nameOf, language),
      people: ids.flatMap((id) => names.get(id) ?? []),
      count: step.kind === 'recruit' ? step.count : ids.length,
      ...(step.kind === 'distance' && { fromKilometres: step.from, toKilometres: step.to }),
      ...(step.kind === 'move' && { assignmentId: step.assignmentId }),
    };
  });
  const message = told.map((step) => step.message).join(language === 'zh' ? '；' : '; ');
  return { message, steps: told };
}
