import type * as zh from './zh-words.ts';

export const areaKinds: typeof zh.areaKinds = {
  prefecture: 'Prefecture',
  district: 'District',
  township: 'Township',
  village: 'Village',
  community: 'Community',
  forest: 'Forest',
  station: 'Police station area',
};

export const statuses: typeof zh.statuses = {
  met: 'Met',
  late: 'Made up late',
  unmet: 'Unmet',
  never: 'Never visited',
  'no-data': 'No data',
  excluded: 'Not judged',
};

export const statusHints: typeof zh.statusHints = {
  met: 'No rule was broken in the period',
  late: 'A rule was broken in the period and has been made up for',
  unmet: 'A rule is broken at the end of the period',
  never: 'No visit is known up to the end of the period',
  'no-data': 'Over a fifth of the time on duty is without positions: whether anybody came is not known',
  excluded: 'Still to come, or not in the plan then',
};

export const gapKinds: typeof zh.gapKinds = {
  'unassigned-land': 'Nobody assigned',
  'no-officer': 'No officer',
  'short-staffed': 'Short-staffed',
  'never-visited': 'Never visited',
  'under-visited': 'Too few visits',
  overdue: 'Overdue',
  'under-swept': 'Too little covered',
  'too-far': 'Nobody on duty near',
  unmanned: 'Unmanned',
  'points-missed': 'Points missed',
  'road-unpassed': 'Road not passed',
};

export const personKinds: typeof zh.personKinds = {
  officer: 'Officer',
  auxiliary: 'Auxiliary',
  volunteer: 'Volunteer',
  grid_worker: 'Grid worker',
};

export const roles: typeof zh.roles = {
  admin: 'Administrator',
  planner: 'Planner',
  chief: 'Station chief',
  officer: 'Officer',
  volunteer: 'Volunteer',
  viewer: 'Viewer',
};

export const usages: typeof zh.usages = {
  residential: 'Residential',
  market: 'Market',
  school: 'School',
  forest: 'Forest',
  pasture: 'Pasture',
  mine: 'Mine',
  farmland: 'Farmland',
  industrial: 'Industrial',
  commercial: 'Commercial',
  mixed: 'Mixed',
};

export const flagReasons: typeof zh.flagReasons = {
  'impossible-speed': 'impossible speed',
  jump: 'jump',
  'same-time': 'two positions at one time',
  'low-accuracy': 'low accuracy',
  'null-island': 'zero coordinates',
  'time-suspect': 'suspect time',
  'mock-location': 'mock location',
  'not-positioned': 'no position by the receiver',
  excluded: 'left out by a person',
};
