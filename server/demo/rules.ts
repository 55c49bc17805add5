const daily = [1, 2, 3, 4, 5, 6, 7];

/** Roles that the demonstration gives with assignments, and that its rules ask for. */
export const DEMO_ROLES = {
  villageAuxiliary: '驻村辅警',
  village: '嘎查义警',
  community: '社区义警',
  legal: '法律咨询员',
  steward: '管护员',
  guard: '护林员',
  investigator: '侦查员',
  accountable: '责任领导',
  school: '护校员',
  leader: '派出所所长',
  committee: '党（工）委委员',
} as const;

export const LEGAL_SKILL = '法律咨询';

/** What the demonstration obliges its district to: rules in the shape that the product keeps them. */
export const DEMO_RULES = [
  {
    name: '一村一警',
    kind: 'staffing',
    selects: { areaKind: 'village' },
    requires: { atLeast: 1, kind: 'auxiliary' },
  },
  {
    name: '每个嘎查至少两名义警',
    kind: 'staffing',
    selects: { areaKind: 'village' },
    requires: { atLeast: 2, kind: 'volunteer' },
  },
  {
    name: '每个社区十名义警',
    kind: 'staffing',
    selects: { areaKind: 'community' },
    requires: { atLeast: 10, kind: 'volunteer' },
  },
  {
    name: '每个社区五名法律咨询员',
    kind: 'staffing',
    selects: { areaKind: 'community' },
    requires: { atLeast: 5, skill: LEGAL_SKILL },
  },
  {
    name: '每个嘎查三名法律咨询员',
    kind: 'staffing',
    selects: { areaKind: 'village' },
    requires: { atLeast: 3, skill: LEGAL_SKILL },
  },
  {
    name: '山有人管',
    kind: 'staffing',
    selects: { areaKind: 'forest' },
    requires: { atLeast: 1, role: DEMO_ROLES.steward },
  },
  {
    name: '林有人护',
    kind: 'staffing',
    selects: { areaKind: 'forest' },
    requires: { atLeast: 1, role: DEMO_ROLES.guard },
  },
  {
    name: '案有人查',
    kind: 'staffing',
    selects: { areaKind: 'forest' },
    requires: { atLeast: 1, kind: 'officer', role: DEMO_ROLES.investigator },
  },
  {
    name: '责有人担',
    kind: 'staffing',
    selects: { areaKind: 'forest' },
    requires: { atLeast: 1, role: DEMO_ROLES.accountable },
  },
  {
    name: '每个林场至少四名护林义警',
    kind: 'staffing',
    selects: { areaKind: 'forest' },
    requires: { atLeast: 4, teamKind: 'forest' },
  },
  {
    name: '上下学护校',
    kind: 'staffing',
    selects: { cellUsage: 'school' },
    requires: {
      atLeast: 2,
      kind: 'volunteer',
      teamKind: 'campus',
      hours: [
        { days: daily, from: '07:20', to: '08:00', schoolDays: true },
        { days: daily, from: '16:30', to: '17:30', schoolDays: true },
      ],
    },
  },
  {
    name: '所长进班子',
    kind: 'staffing',
    selects: { areaKind: 'station' },
    requires: {
      ...{ atLeast: 1, kind: 'officer', role: DEMO_ROLES.leader },
      ...{ alsoRole: DEMO_ROLES.committee, alsoAt: 'township' },
    },
  },
  {
    name: '社区网格每三天到访一次',
    kind: 'patrol',
    selects: { areaKind: 'community' },
    requires: { measure: 'revisit', everyHours: 72 },
  },
  {
    name: '嘎查网格每十天到访一次',
    kind: 'patrol',
    selects: { areaKind: 'village' },
    requires: { measure: 'revisit', everyHours: 240 },
  },
  {
    name: '防火期林区网格每五天到访一次',
    kind: 'patrol',
    selects: { areaKind: 'forest' },
    requires: { measure: 'revisit', everyHours: 120 },
  },
  {
    name: '校门上下学有人值守',
    kind: 'patrol',
    selects: { cellUsage: 'school' },
    requires: {
      measure: 'presence',
      at: 'points',
      pointKind: 'gate',
      atLeast: 1,
      share: 0.8,
      windowShare: 0.95,
      per: 'week',
      hours: [
        { days: daily, from: '07:30', to: '08:15', schoolDays: true },
        { days: daily, from: '16:00', to: '16:45', schoolDays: true },
      ],
    },
  },
  {
    name: '集贸市场每两小时巡逻',
    kind: 'patrol',
    selects: { cellUsage: 'market' },
    requires: {
      measure: 'visits',
      atLeast: 1,
      minMinutes: 10,
      slotMinutes: 120,
      share: 0.7,
      per: 'day',
      hours: [{ days: daily, from: '08:00', to: '22:00' }],
    },
  },
  {
    name: '牧户三十天走访',
    kind: 'patrol',
    selects: { areaKind: 'village' },
    requires: { measure: 'points', pointKind: 'household', share: 0.9, minMinutes: 5, days: 30, keyDays: 7 },
  },
  {
    name: '居住小区七天走遍',
    kind: 'patrol',
    selects: { areaKind: 'community', cellUsage: 'residential' },
    requires: { measure: 'sweep', share: 0.8, widthMetres: 50, days: 7 },
  },
  {
    name: '林区公里方格两周走到四分之一',
    kind: 'patrol',
    selects: { areaKind: 'forest' },
    requires: { measure: 'squares', share: 0.25, minMetres: 250, days: 14 },
  },
  {
    name: '防火检查站有人值守',
    kind: 'patrol',
    selects: { areaKind: 'forest' },
    requires: {
      measure: 'presence',
      of: 'time',
      at: 'points',
      pointKind: 'checkpoint',
      atLeast: 1,
      share: 0.95,
      holeMinutes: 15,
      per: 'day',
      hours: [{ days: daily, from: '08:00', to: '20:00' }],
    },
  },
  {
    name: '巡逻道路每天巡一遍',
    kind: 'patrol',
    selects: { areaKind: 'village' },
    requires: { measure: 'corridor', share: 1, atLeast: 1, per: 'day' },
  },
] as const;
