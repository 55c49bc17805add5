import type { GapKind } from '../coverage/gap.ts';
import type { Language } from '../http/problem.ts';

/** What files call the kinds of gaps. */
export const kindWords: Record<Language, Record<GapKind, string>> = {
  zh: {
    'unassigned-land': '无人包片',
    'never-visited': '从未到访',
    'no-officer': '缺民警',
    'short-staffed': '人手不足',
    overdue: '逾期未到',
    'under-visited': '到访不足',
    'under-swept': '覆盖不足',
    'too-far': '响应过远',
    unmanned: '空岗',
    'points-missed': '点位未走访',
    'road-unpassed': '道路未巡',
  },
  en: {
    'unassigned-land': 'nobody assigned',
    'never-visited': 'never visited',
    'no-officer': 'no officer',
    'short-staffed': 'short of people',
    overdue: 'overdue',
    'under-visited': 'too few visits',
    'under-swept': 'too little swept',
    'too-far': 'nobody on duty near',
    unmanned: 'unmanned',
    'points-missed': 'points missed',
    'road-unpassed': 'road not passed',
  },
};

type Words = {
  title: string;
  headers: Record<string, string>;
  noStation: string;
  nobody: string;
  between: string;
  more: (names: string, others: number) => string;
  ofOwner: (names: string) => string;
  at: (instant: string) => string;
  provisionalAt: (instant: string) => string;
  incomplete: string;
};

/** The words of exported lists. */
export const missedWords: Record<Language, Words> = {
  zh: {
    title: '未达标清单',
    headers: {
      day: '日期',
      station: '派出所',
      owner: '嘎查（村）/社区',
      code: '代码',
      place: '网格或辖区',
      kind: '类型',
      message: '未达标情况',
      since: '起始时间',
      openDays: '已持续（天）',
      responsible: '责任人',
      remedy: '建议措施',
      severity: '严重程度（0–100）',
      lon: '经度（WGS-84）',
      lat: '纬度（WGS-84）',
      state: '统计时点',
    },
    noStation: '不属任何派出所',
    nobody: '无人负责',
    between: '、',
    more: (names, others) => (names === '' ? `${others} 人（不显示姓名）` : `${names} 等另有 ${others} 人`),
    ofOwner: (names) => `${names}（所属嘎查/社区）`,
    at: (instant) => `截至 ${instant} 已收到的数据`,
    incomplete: '；部分规则仍在计算，尚未列入',
    provisionalAt: (instant) => `暂定：截至 ${instant} 已收到的数据，72 小时内仍可能有轨迹补传`,
  },
  en: {
    title: 'missed list',
    headers: {
      day: 'day',
      station: 'station',
      owner: 'village or community',
      code: 'code',
      place: 'cell or area',
      kind: 'kind',
      message: 'what was not met',
      since: 'since',
      openDays: 'open for days',
      responsible: 'responsible',
      remedy: 'what would close it',
      severity: 'severity (0 to 100)',
      lon: 'longitude (WGS-84)',
      lat: 'latitude (WGS-84)',
      state: 'as of',
    },
    noStation: 'of no station',
    nobody: 'nobody',
    between: ', ',
    more: (names, others) => (names === '' ? `${others} (names not shown)` : `${names} and ${others} more`),
    ofOwner: (names) => `${names} (of the village or community)`,
    at: (instant) => `from what had arrived by ${instant}`,
    incomplete: '; how some rules stand is still being worked out and is missing here',
    provisionalAt: (instant) =>
      `provisional: from what had arrived by ${instant}; tracks may come for 72 hours`,
  },
};
