import { useSyncExternalStore } from 'react';

export type Language = 'zh' | 'en';

const storageKey = 'gridwarden.language';
const listeners = new Set<() => void>();
let language: Language = localStorage.getItem(storageKey) === 'en' ? 'en' : 'zh';

/** Calls back on every switch. */
export function onLanguageChange(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function setLanguage(next: Language): void {
  language = next;
  localStorage.setItem(storageKey, next);
  for (const listener of listeners) listener();
}

/** The language of the screen; Chinese until somebody switches, and remembered on this machine. */
export const useLanguage = () => useSyncExternalStore(onLanguageChange, () => language);

/** The language of the screen where no component is at hand. */
export const currentLanguage = () => language;
