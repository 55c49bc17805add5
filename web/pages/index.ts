import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { Dictionary } from '../i18n/index.tsx';
import type { IconName } from '../shell/icon.tsx';
import type { Role } from '../types.ts';

export type PageGroup = keyof Dictionary['shell']['groups'];

export type Page = {
  path: string;
  /** Key of its name in `t.pages`. */
  name: keyof Dictionary['pages'];
  icon: IconName;
  /** Who finds it in the menu; absent: everybody. */
  roles?: Role[];
  /** Folded with others of one subject under its name in `t.shell.groups`: all of them beside each other are too many. */
  group?: PageGroup;
  /** Listed in the menu of the account instead of the header. */
  underAccount?: true;
  /** In no menu: another page leads there. */
  unlisted?: true;
  component: LazyExoticComponent<ComponentType>;
};

/** Every page in the order of the menu; a page is the default export of its file. */
export const pages: Page[] = [
  {
    path: '/',
    name: 'map',
    icon: 'map',
    roles: ['planner', 'chief', 'officer', 'volunteer', 'viewer'],
    component: lazy(() => import('./map.tsx')),
  },
  {
    path: '/missed',
    name: 'missed',
    icon: 'list',
    roles: ['planner', 'chief', 'officer', 'volunteer', 'viewer'],
    component: lazy(() => import('./missed.tsx')),
  },
  {
    path: '/missed/print',
    name: 'missedPrint',
    unlisted: true,
    icon: 'list',
    roles: ['planner', 'chief', 'officer', 'volunteer', 'viewer'],
    component: lazy(() => import('./missed-print.tsx')),
  },
  {
    path: '/weekly',
    name: 'weekly',
    group: 'review',
    icon: 'calendar',
    roles: ['planner', 'chief', 'viewer'],
    component: lazy(() => import('./weekly.tsx')),
  },
  {
    path: '/alerts',
    name: 'alerts',
    underAccount: true,
    icon: 'bell',
    roles: ['planner', 'chief', 'officer', 'volunteer', 'viewer'],
    component: lazy(() => import('./alerts.tsx')),
  },
  {
    path: '/around',
    name: 'around',
    group: 'review',
    icon: 'search',
    roles: ['chief', 'officer', 'volunteer'],
    component: lazy(() => import('./around.tsx')),
  },
  {
    path: '/cells/:id',
    name: 'cell',
    unlisted: true,
    icon: 'grid',
    roles: ['planner', 'chief', 'officer', 'volunteer', 'viewer'],
    component: lazy(() => import('./cell.tsx')),
  },
  {
    path: '/plans',
    name: 'plans',
    group: 'grids',
    icon: 'grid',
    component: lazy(() => import('./plans.tsx')),
  },
  {
    path: '/compare',
    name: 'compare',
    group: 'grids',
    icon: 'layers',
    roles: ['planner', 'chief', 'viewer'],
    component: lazy(() => import('./compare.tsx')),
  },
  {
    path: '/plans/:id/edit',
    name: 'planEditor',
    unlisted: true,
    icon: 'edit',
    roles: ['planner'],
    component: lazy(() => import('./plan-editor.tsx')),
  },
  {
    path: '/areas',
    name: 'areas',
    group: 'grids',
    icon: 'area',
    component: lazy(() => import('./areas.tsx')),
  },
  {
    path: '/people',
    name: 'people',
    group: 'people',
    icon: 'people',
    roles: ['chief'],
    component: lazy(() => import('./people.tsx')),
  },
  {
    path: '/assignments',
    name: 'assignments',
    group: 'people',
    icon: 'pin',
    roles: ['chief'],
    component: lazy(() => import('./assignments.tsx')),
  },
  {
    path: '/people/:id',
    name: 'person',
    unlisted: true,
    icon: 'people',
    roles: ['chief'],
    component: lazy(() => import('./person.tsx')),
  },
  {
    path: '/teams',
    name: 'teams',
    group: 'people',
    icon: 'team',
    roles: ['chief'],
    component: lazy(() => import('./teams.tsx')),
  },
  {
    path: '/teams/:id',
    name: 'team',
    unlisted: true,
    icon: 'team',
    roles: ['chief'],
    component: lazy(() => import('./team.tsx')),
  },
  {
    path: '/duties',
    name: 'duties',
    icon: 'clock',
    roles: ['chief', 'officer', 'volunteer'],
    component: lazy(() => import('./duties.tsx')),
  },
  {
    path: '/devices',
    name: 'devices',
    icon: 'device',
    roles: ['chief', 'officer', 'volunteer'],
    component: lazy(() => import('./devices.tsx')),
  },
  {
    path: '/devices/:id',
    name: 'device',
    unlisted: true,
    icon: 'device',
    roles: ['chief', 'officer', 'volunteer'],
    component: lazy(() => import('./device.tsx')),
  },
  {
    path: '/me',
    name: 'mine',
    icon: 'account',
    roles: ['officer', 'volunteer'],
    component: lazy(() => import('./mine.tsx')),
  },
  {
    path: '/rules',
    name: 'rules',
    icon: 'rule',
    roles: ['chief'],
    component: lazy(() => import('./rules.tsx')),
  },
  {
    path: '/points',
    name: 'points',
    group: 'grids',
    icon: 'pin',
    roles: ['chief', 'planner', 'viewer'],
    component: lazy(() => import('./points.tsx')),
  },
  {
    path: '/load',
    name: 'load',
    group: 'review',
    icon: 'list',
    roles: ['chief', 'officer', 'volunteer'],
    component: lazy(() => import('./load.tsx')),
  },
  {
    path: '/talent',
    name: 'talent',
    group: 'people',
    icon: 'search',
    roles: ['chief'],
    component: lazy(() => import('./talent.tsx')),
  },
  {
    path: '/accounts',
    name: 'accounts',
    icon: 'account',
    roles: ['admin'],
    component: lazy(() => import('./accounts.tsx')),
  },
  {
    path: '/numbering',
    name: 'numbering',
    underAccount: true,
    icon: 'people',
    roles: ['admin', 'chief'],
    component: lazy(() => import('./numbering.tsx')),
  },
  {
    path: '/layers',
    name: 'layers',
    group: 'grids',
    icon: 'area',
    roles: ['planner'],
    component: lazy(() => import('./layers.tsx')),
  },
  {
    path: '/tokens',
    name: 'tokens',
    underAccount: true,
    icon: 'key',
    component: lazy(() => import('./tokens.tsx')),
  },
  {
    path: '/fix-decisions',
    name: 'decisions',
    underAccount: true,
    icon: 'check',
    roles: ['admin', 'chief'],
    component: lazy(() => import('./decisions.tsx')),
  },
  {
    path: '/thresholds',
    name: 'thresholds',
    underAccount: true,
    icon: 'rule',
    roles: ['admin'],
    component: lazy(() => import('./thresholds.tsx')),
  },
  {
    path: '/response-limits',
    name: 'responseLimits',
    underAccount: true,
    icon: 'rule',
    roles: ['admin', 'planner', 'chief', 'viewer'],
    component: lazy(() => import('./response-limits.tsx')),
  },
  {
    path: '/looks',
    name: 'looks',
    underAccount: true,
    icon: 'eye',
    roles: ['admin', 'chief', 'officer', 'volunteer'],
    component: lazy(() => import('./looks.tsx')),
  },
  {
    path: '/quarantine',
    name: 'quarantine',
    underAccount: true,
    icon: 'device',
    roles: ['chief', 'officer', 'volunteer'],
    component: lazy(() => import('./quarantine.tsx')),
  },
];
