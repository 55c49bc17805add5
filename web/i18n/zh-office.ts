import { dialogs } from './zh-dialogs.ts';
import { pages } from './zh-pages.ts';

const teamKinds: Record<string, string> = {
  enterprise: '企业',
  campus: '校园',
  community: '社区',
  anti_fraud: '反诈',
  party_government: '党政机关',
  gacha: '嘎查',
  forest: '林区',
  livestock_theft: '防盗畜',
  taxi: '出租车',
  other: '其他',
};

/** The strings of dialogs and administration pages, and what they have in common. */
export const office = {
  from: '开始',
  to: '结束',
  open: '至今',
  openEnd: '留空表示不限',
  fromMissing: '请填写开始时间',
  endsBeforeBegins: '结束必须晚于开始',
  clear: '清除',
  copy: '复制',
  copied: '已复制',
  nothingFound: '没有匹配的结果',
  layers: { community: '网格（社区）', police: '警格（公安）' },
  teamKinds,
  ...dialogs,
  ...pages,
};
