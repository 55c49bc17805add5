import { zhPunctuation } from './punctuation.ts';
import { map } from './zh-map.ts';
import { office } from './zh-office.ts';
import { versions } from './zh-versions.ts';
import {
  areaKinds,
  flagReasons,
  gapKinds,
  personKinds,
  roles,
  statuses,
  statusHints,
  usages,
} from './zh-words.ts';

/** The strings of the shell and the map; those of dialogs and administration pages are in zh-office.ts. */
export const zh = {
  brand: { name: '平安网格', latin: 'Gridwarden', title: '平安网格 Gridwarden' },
  pages: {
    map: '地图',
    cell: '网格历史',
    around: '查人',
    missed: '未达标清单',
    weekly: '联席会周表',
    alerts: '提醒',
    missedPrint: '未达标清单（打印）',
    plans: '网格方案',
    layers: '点和线',
    compare: '方案对比',
    planEditor: '编辑方案',
    areas: '辖区',
    people: '人员',
    assignments: '包片',
    person: '人员档案',
    numbering: '人员编号规则',
    teams: '义警队',
    team: '义警队详情',
    duties: '值勤',
    rules: '规则',
    points: '走访点',
    devices: '终端',
    device: '终端详情',
    mine: '我的终端',
    load: '负荷',
    talent: '人才库',
    accounts: '账号',
    tokens: '接口令牌',
    decisions: '定位点处置记录',
    thresholds: '定位判定阈值',
    responseLimits: '响应距离限值',
    looks: '查看记录',
    quarantine: '待识别内容',
  },
  shell: {
    skip: '跳到主要内容',
    menu: '菜单',
    nav: '主导航',
    groups: { review: '研判', grids: '网格', people: '人员' },
    loading: '正在加载…',
    account: '账号菜单',
    changePassword: '修改密码',
    signOut: '退出登录',
    switchLanguage: 'English',
    switchLanguageHint: 'Switch to English',
    notFound: '没有这个页面',
    notFoundDetail: '地址可能写错了，或者您的账号看不到它。',
    toMap: '回到地图',
    demo: '演示数据',
    demoHint:
      '这是演示旗：旗界、村和社区的名称与代码为真实资料，内部边界、林场、派出所、人员与轨迹均为模拟。',
  },
  common: {
    ...zhPunctuation,
    close: '关闭',
    cancel: '取消',
    save: '保存',
    create: '新建',
    remove: '删除',
    retry: '重试',
    search: '搜索',
    all: '全部',
    none: '无',
    more: '更多',
    show: '显示',
    hide: '隐藏',
    counted: '怎么算的',
  },
  errors: {
    network: '连不上服务器',
    networkDetail: '请检查网络或确认服务正在运行，然后重试。',
    server: '服务器出错',
    serverDetail: '请稍后重试；若仍不行，请把时间告诉管理员查看日志。',
    forbidden: '没有权限',
    forbiddenDetail: '您的账号没有这项权限，请联系管理员。',
    missing: '找不到',
    missingDetail: '它可能已被删除，或不在您的辖区内。',
    signedOut: '登录已失效',
    signedOutDetail: '请重新登录。',
    unknown: '操作没有完成',
    unknownDetail: '请重试。',
    crashed: '这部分页面出错了',
    crashedDetail: '重新加载后一般可以恢复。',
    reload: '重新加载',
  },
  signIn: {
    title: '登录',
    lead: '警格与网格融合管理',
    username: '用户名',
    password: '密码',
    submit: '登录',
    usernameMissing: '请输入用户名',
    passwordMissing: '请输入密码',
    wrong: '用户名或密码不正确',
    wrongDetail: '请检查大小写与输入法；忘记密码请联系管理员重置。',
    tooMany: '尝试次数过多',
    tooManyDetail: '请等一分钟再试。',
    demo: '演示账号和密码在启动服务时打印在终端里。',
    offline: '数据只保存在本单位的服务器上，本页不访问任何外部网站。',
  },
  measures: {
    ago: (seconds: number) =>
      seconds < 60
        ? '刚刚'
        : seconds < 3600
          ? `${Math.floor(seconds / 60)} 分钟前`
          : seconds < 86400
            ? `${Math.floor(seconds / 3600)} 小时前`
            : `${Math.floor(seconds / 86400)} 天前`,
    duration: (seconds: number) =>
      seconds < 60
        ? `${Math.round(seconds)} 秒`
        : seconds < 3600
          ? `${Math.round(seconds / 60)} 分钟`
          : `${Math.floor(seconds / 3600)} 小时 ${Math.round((seconds % 3600) / 60)} 分`,
    length: (metres: number) =>
      metres < 1000 ? `${Math.round(metres)} 米` : `${(metres / 1000).toFixed(1)} 公里`,
    area: (squareMetres: number) =>
      squareMetres < 100_000
        ? `${Math.round(squareMetres).toLocaleString('zh-CN')} 平方米`
        : `${(squareMetres / 1e6).toFixed(2)} 平方公里`,
  },
  map,
  words: { areaKinds, flagReasons, gapKinds, personKinds, roles, statuses, statusHints, usages },
  office,
  versions,
};
