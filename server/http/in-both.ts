import type { Language } from './problem.ts';

const between = '\u001f';

/** A message of a schema in both languages; `parse` says it in the caller's. */
export function inBoth(english: string, chinese: string): string {
  return `${english}${between}${chinese}`;
}

/** The part of a message that is in the language; other messages are as they are. */
export function saidIn(language: Language, message: string): string {
  const [english = '', chinese = english] = message.split(between);
  return language === 'zh' ? chinese : english;
}
