import type { GapKind } from '../types.ts';

/** The words of the contract (kinds, roles, states) as they are shown. */
export const areaKinds = {
  prefecture: '盟市',
  district: '旗县区',
  township: '苏木乡镇街道',
  village: '嘎查/行政村',
  community: '社区',
  forest: '林场/林区',
  station: '派出所辖区',
};

export const statuses = {
  met: '达标',
  late: '曾逾期',
  unmet: '未达标',
  never: '从未到访',
  'no-data': '无数据',
  excluded: '不评定',
};

export const statusHints = {
  met: '期内各项规则都没有违反',
  late: '期内曾违反规则，现已补上',
  unmet: '到期末仍有规则未满足',
  never: '到期末为止没有任何到访记录',
  'no-data': '责任人值勤时间中两成以上没有定位，不知道是否去过',
  excluded: '时段尚未到来，或当时不在方案内',
};

export const gapKinds: Record<GapKind, string> = {
  'unassigned-land': '无人包片',
  'no-officer': '缺民警',
  'short-staffed': '人手不足',
  'never-visited': '从未到访',
  'under-visited': '到访不足',
  overdue: '逾期未到',
  'under-swept': '覆盖不足',
  'too-far': '响应过远',
  unmanned: '空岗',
  'points-missed': '点位未走访',
  'road-unpassed': '道路未巡',
};

export const personKinds: Record<string, string> = {
  officer: '民警',
  auxiliary: '辅警',
  volunteer: '义警',
  grid_worker: '网格员',
};

export const roles = {
  admin: '系统管理员',
  planner: '规划员',
  chief: '所长',
  officer: '民警',
  volunteer: '义警',
  viewer: '只读用户',
};

export const usages: Record<string, string> = {
  residential: '居住',
  market: '集贸市场',
  school: '学校',
  forest: '林区',
  pasture: '牧区',
  mine: '矿区',
  farmland: '农田',
  industrial: '工业',
  commercial: '商业',
  mixed: '综合',
};

/** Why a position is stored and not used. */
export const flagReasons: Record<string, string> = {
  'impossible-speed': '速度不可能',
  jump: '位置跳变',
  'same-time': '同一时刻两个位置',
  'low-accuracy': '精度过低',
  'null-island': '坐标为零',
  'time-suspect': '时间可疑',
  'mock-location': '模拟定位',
  'not-positioned': '终端未定位',
  excluded: '人工排除',
};
