import type { DeviceKind, Thresholds } from '../../server/tracks/thresholds.ts';

const kinds: Record<DeviceKind, string> = {
  phone: '手机',
  vehicle: '车载终端',
  'body-worn': '执法记录仪、对讲机',
  tracker: '定位器',
};
const fields: Record<keyof Thresholds, string> = {
  impossibleMetresPerSecond: '速度不可能：快于（米/秒）',
  jumpMetresPerSecond: '跳变：来回速度都达到（米/秒）',
  jumpMetres: '跳变：来回距离都达到（米）',
  jumpCloseShare: '跳变：前后两点相近的比例（0–1）',
  jumpWithinSeconds: '跳变：来回在此时间内（秒）',
  presenceAccuracyMetres: '精度过低：误差大于（米）',
  legWithinSeconds: '连线：两点间隔不超过（秒）',
  legMetres: '连线：两点距离不超过（米）',
  legMetresPerSecond: '连线：速度不超过（米/秒）',
  movingMetresPerSecond: '移动：速度不低于（米/秒）',
  pauseSeconds: '停顿：无信号或停留超过（秒）',
  stayMetres: '停留：不离开此半径（米）',
  absenceSeconds: '到访：离开不超过（秒）',
};
const effects: Record<keyof Thresholds, string> = {
  impossibleMetresPerSecond:
    '两点之间比这更快的点标为“速度不可能”，不计入轨迹和到访。1 米/秒 = 3.6 公里/小时',
  jumpMetresPerSecond: '偏出又折回的单个点，两段都这么快才算跳变',
  jumpMetres: '偏离不到这么远的不算跳变',
  jumpCloseShare: '前后两点的距离不超过较短一段的这个比例，才算折回原处',
  jumpWithinSeconds: '用时更久的来回不算跳变',
  presenceAccuracyMetres: '误差更大的点标为“精度过低”，不计入轨迹和到访',
  legWithinSeconds: '间隔更久的两点之间按信号中断处理，不画实线、不计里程',
  legMetres: '相距更远的两点之间按信号中断处理',
  legMetresPerSecond: '更快的两点之间按信号中断处理；不能高于“速度不可能”',
  movingMetresPerSecond: '更慢的算停着，不计入移动时间',
  pauseSeconds: '超过后轨迹在此切断；两端都在网格内时，到访最多跨过这么久的信号中断',
  stayMetres: '在此范围内算停在原地',
  absenceSeconds: '短暂离开网格后又回来，仍算同一次到访',
};
const decisions = { restore: '恢复使用', exclude: '排除', judge: '撤销，重新判定' };

export const judging = {
  deviceKind: '终端类型',
  deviceKindHint: '按类型判定可疑的定位点',
  thresholds: {
    lead: '按终端类型设置定位点的判定和轨迹的切分。保存后，新上传的立即按新阈值判定，历史记录在后台重新判定；人工恢复和排除的点不变。',
    kind: '终端类型',
    kinds,
    fields,
    effects,
    touches: (devices: number) => `这一类型共有 ${devices} 台终端，修改后它们的全部历史记录都会重新判定。`,
    waiting: (devices: number) => `还有 ${devices} 台终端的历史记录正在重新判定。`,
    between: (least: number, most: number) => `应在 ${least} 到 ${most} 之间`,
    legOverPause: '不能超过“停顿”的时间',
    legTooFast: '不能高于“速度不可能”',
    changed: (when: string, who: string) => `${who} 于 ${when} 修改`,
    unchanged: '使用默认值；空白处为默认值（灰色）。',
    save: '保存并重新判定',
    saved: (devices: number) => `已保存，${devices} 台终端的历史记录将重新判定`,
  },
  decisions: {
    lead: '谁在什么时候恢复或排除了哪台终端的哪个定位点。',
    at: '处置时间',
    who: '处置人',
    decision: '处置',
    decisions,
    device: '终端',
    person: '当时携带人',
    nobody: '无人携带',
    recordedAt: '定位时间',
    reasons: '当时的可疑原因',
    empty: '还没有处置记录。',
  },
};
