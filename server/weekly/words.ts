import type { Language } from '../http/problem.ts';

type Words = {
  title: string;
  parts: readonly string[];
  sums: readonly string[];
  day: readonly string[];
  decision: readonly string[];
  worst: readonly string[];
  states: { open: string; done: string };
  hidden: string;
};

/** The words of the exported sheet of a week. */
export const weeklyWords: Record<Language, Words> = {
  zh: {
    title: '联席会周表',
    parts: ['部分', '项目', '内容', '数值', '责任人', '期限', '状态', '记录人', '记录时间'],
    sums: [
      '周初未达标',
      '本周新增',
      '本周补上',
      '周末未达标',
      '在网格内的时间（小时，有人即计）',
      '人员工时（小时，按人累计）',
      '参加巡逻人数',
      '到访过的网格',
      '全部网格',
      '到访次数',
      '里程（公里）',
    ],
    day: ['每日', '达标网格/应达标网格', '新增未达标', '补上', '当日结束时未达标'],
    decision: ['决定'],
    worst: ['最差的网格', '天'],
    states: { open: '未完成', done: '已完成' },
    hidden: '（不显示姓名）',
  },
  en: {
    title: 'weekly sheet',
    parts: ['part', 'item', 'what', 'figure', 'responsible', 'due', 'state', 'written by', 'written at'],
    sums: [
      'open at the start',
      'opened',
      'closed',
      'open at the end',
      'hours with somebody there',
      'person-hours',
      'people on patrol',
      'cells visited',
      'all cells',
      'visits',
      'kilometres',
    ],
    day: ['day', 'cells met of cells judged', 'opened', 'closed', 'open at the day’s end'],
    decision: ['decision'],
    worst: ['worst cells', 'days'],
    states: { open: 'open', done: 'done' },
    hidden: '(name not shown)',
  },
};
