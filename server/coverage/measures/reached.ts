import type { Language } from '../../http/problem.ts';
import type { PatrolRule } from '../../rules/rule.ts';
import { kilometres, percent } from './rounded.ts';

/** What was found of a share that is asked for; where something is counted or measured, how many or metres of how many. */
export type Reached = { share: number; asked: number; met?: number; of?: number };

/** "31 % of the 60 % asked", so that a cell that is short is told by how much. */
export function reachedText(
  { share, asked, met = 0, of = 0 }: Reached,
  measure: PatrolRule['requires']['measure'],
  language: Language,
): string {
  const counts = countsOf[measure]?.[language](met, of);
  if (language === 'zh') return `${counts ? `${counts}，` : ''}${percent(share)}%，要求 ${percent(asked)}%`;
  return `${counts ? `${counts}, ` : ''}${percent(share)} % of the ${percent(asked)} % asked`;
}

type Worded = Record<Language, (met: number, of: number) => string>;

const countsOf: Partial<Record<PatrolRule['requires']['measure'], Worded>> = {
  points: { en: (met, of) => `${met} of ${of}`, zh: (met, of) => `${met}/${of} 处` },
  squares: { en: (met, of) => `${met} of ${of} km squares`, zh: (met, of) => `${met}/${of} 个公里方格` },
  corridor: {
    en: (met, of) => `${kilometres(met)} of ${kilometres(of)} km`,
    zh: (met, of) => `${kilometres(met)}/${kilometres(of)} 公里`,
  },
};
