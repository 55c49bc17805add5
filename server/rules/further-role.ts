import type { Language } from '../http/problem.ts';
import { sentenceWords } from './sentence-words.ts';

/** The role that a rule asks for besides, and where it is held. */
export function furtherRole({
  alsoRole = '',
  alsoAt,
}: {
  alsoRole?: string | undefined;
  alsoAt?: string | undefined;
}): Record<Language, string> {
  if (alsoAt === undefined) return { zh: `“${alsoRole}”`, en: alsoRole };
  const kindOf = (language: Language) => sentenceWords[language].areaKinds[alsoAt] ?? alsoAt;
  return { zh: `本${kindOf('zh')}“${alsoRole}”`, en: `${alsoRole} in its ${kindOf('en')}` };
}
