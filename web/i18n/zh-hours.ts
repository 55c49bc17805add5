import { hoursWords } from '../../server/rules/hours-text.ts';

/** The strings of hours of the week; they load with whatever shows some. */
export const hours = {
  ...hoursWords.zh,
  anyTime: '任何时间',
  chosen: '指定时段',
  which: '时段',
  days: ['一', '二', '三', '四', '五', '六', '日'],
  schoolDays: '仅上学日（不含法定节假日，含调休上班日）',
  from: '从',
  to: '到',
  add: '添加时段',
  remove: (window: string) => `删除时段 ${window}`,
  painted: '在表上拖动可添加时段；精确到分钟请在下面修改。',
  none: '还没有时段，请添加。',
  faults: {
    days: '请至少选一天',
    clock: '请填写起止时间',
    backwards: '结束早于开始；跨午夜的请分成两段',
  },
  split: '分成两段',
};
