import { InvalidInput } from '../http/problem.ts';

/** Why a rule is not taken, and which of its fields says so. */
export type Objection = { path: string; english: string; chinese: string };

export function refusal(slug: string, objections: readonly Objection[]): InvalidInput {
  return new InvalidInput(
    slug,
    objections.map(({ english }) => english).join(' '),
    objections.map(({ chinese }) => chinese).join(''),
    objections.map(({ path, english }) => ({ path, reason: english })),
  );
}
