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
    selects: { areaKind: 'township' },
    requires: { atLeast: 1, kind: 'officer', role: DEMO_ROLES.committee, alsoRole: DEMO_ROLES.leader },
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
] as const;
