import type { OwnerKind } from '../api-response-limits.ts';

const kinds: Record<OwnerKind, string> = {
  community: '社区的网格',
  village: '嘎查、村的网格',
  forest: '林场的网格',
  other: '其他网格',
};

/** The strings of how far help may be. */
export const responseLimits = {
  lead: '最近的在岗人员离网格最远可以多远。超过限值的网格列为缺口“响应过远”；未设限值的类别不检查。',
  howCounted:
    '按直线距离，从网格到最近一名在岗人员的最后位置；社区只看 10 分钟内、其他只看 30 分钟内的位置。过去按当时的限值评判，修改后不变。',
  readOnly: '限值在全旗县通用，只有全域管理员可以修改。',
  kind: '网格类别',
  kinds,
  inForce: '现行限值',
  none: '未设',
  metres: (metres: number) => (metres < 1000 ? `${metres} 米` : `${Number((metres / 1000).toFixed(3))} 公里`),
  since: '生效时间',
  decided: '设定人',
  coming: '即将变更',
  comingLimit: (limit: string, from: string) => `${from} 起 ${limit}`,
  endsAt: (to: string) => `${to} 止`,
  change: '修改',
  past: '以前的限值',
  period: '有效期',
  edit: {
    title: (kind: string) => `响应距离限值：${kind}`,
    metres: '最远距离（米）',
    metresHint: '1 到 1,000,000 米；留空即取消限值，不再检查',
    between: '应在 1 到 1,000,000 之间',
    from: '生效时间',
    fromHint: '留空即立即生效；不能早于现在',
    replaces: '此时间之后已排定的变更会被取代。',
    past: '不能早于现在',
    done: '响应距离限值已保存',
  },
};
