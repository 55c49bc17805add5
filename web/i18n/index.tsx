import { createContext, type ReactNode, useContext, useEffect } from 'react';
import { type Language, setLanguage, useLanguage } from '../state/language.ts';
import { en } from './en.ts';
import { zh } from './zh.ts';

/** Every string of the page; Chinese is the source, so a string that English lacks fails the type check. */
export type Dictionary = typeof zh;

const dictionaries: Record<Language, Dictionary> = { zh, en };

const I18nContext = createContext<Dictionary>(zh);

export function I18nProvider({ children }: { children: ReactNode }) {
  const language = useLanguage();
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    document.title = dictionaries[language].brand.title;
  }, [language]);
  return <I18nContext value={dictionaries[language]}>{children}</I18nContext>;
}

/** `t.signIn.title` is a string, `t.gaps.count(3)` a sentence with a number in it. */
export function useI18n() {
  return { t: useContext(I18nContext), language: useLanguage(), setLanguage };
}
