import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { Dictionary } from '../i18n/index.tsx';
import type { IconName } from '../shell/icon.tsx';
import type { Role } from '../types.ts';

export type Page = {
  path: string;
  /** Key of its name in `t.pages`. */
  name: keyof Dictionary['pages'];
  icon: IconName;
  /** Who finds it in the menu; absent: everybody. */
  roles?: Role[];
  component: LazyExoticComponent<ComponentType>;
};

/** Every page in the order of the menu; a page is the default export of its file. */
export const pages: Page[] = [
  { path: '/', name: 'map', icon: 'map', component: lazy(() => import('./map.tsx')) },
];
