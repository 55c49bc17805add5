/** What a column of a spreadsheet of people may give. */
export const personFields = [
  'number',
  'name',
  'kind',
  'phone',
  'organisation',
  'occupation',
  'skills',
  'languages',
  'station',
  'home',
  'availability',
  'joinedOn',
  'leftOn',
  'certificate',
  'certificateSkill',
  'certificateNumber',
  'certificateIssuedOn',
  'certificateExpiresOn',
  'otherCertificates',
  'trainings',
] as const;
export type PersonField = (typeof personFields)[number];

/** Names by which registers call what we need, the surest first, as `plainName` writes them. */
const columnNames: Record<PersonField, readonly string[]> = {
  number: [
    ...['number', '编号', '人员编号', '警号', '工号', '义警编号', '队员编号', '证件编号', '辅警编号'],
    ...['网格员编号', 'no', 'id', 'personnumber', 'staffnumber', 'badgenumber'],
  ],
  name: ['name', '姓名', '名字', '人员姓名', '队员姓名', 'fullname'],
  kind: ['kind', '类别', '人员类别', '人员类型', '类型', '身份', '身份类别', '队伍类别', 'type', 'category'],
  phone: [
    ...['phone', '手机', '电话', '手机号', '手机号码', '联系电话', '联系方式', '电话号码', '联系手机'],
    ...['mobile', 'telephone', 'tel', 'phonenumber', 'mobilephone'],
  ],
  organisation: [
    ...['organisation', 'organization', '单位', '工作单位', '所属单位', '所在单位', '单位名称', '组织'],
    ...['所属组织', 'employer', 'unit'],
  ],
  occupation: ['occupation', '职业', '职务', '工种', '岗位', 'job', 'profession'],
  skills: ['skills', '技能', '特长', '专长', '技能特长', '技能专长', '专业技能', 'skill'],
  languages: ['languages', '语言', '掌握语言', '语种', '使用语言', 'language'],
  station: [
    ...['station', '派出所', '所属派出所', '所在派出所', '辖区派出所', '管辖派出所', '所属所', '派出所代码'],
    ...['policestation', 'stationcode', 'stationname'],
  ],
  home: [
    ...[
      'home',
      '居住地',
      '居住村',
      '居住社区',
      '所在社区',
      '所属社区',
      '社区',
      '嘎查',
      '嘎查村',
      '村',
      '村社区',
    ],
    ...[
      '所在嘎查',
      '居住嘎查',
      '社区村',
      '嘎查社区',
      '家庭所在地',
      '居住地代码',
      'homevillage',
      'village',
      'community',
    ],
  ],
  availability: [
    'availability',
    '可用时间',
    '可用时段',
    '服务时间',
    '空闲时间',
    '可参与时间',
    'hours',
    'available',
  ],
  joinedOn: [
    ...[
      'joined',
      'joinedon',
      '入队日期',
      '入队时间',
      '加入日期',
      '加入时间',
      '入职日期',
      '入职时间',
      '注册日期',
    ],
    ...['注册时间', '上岗日期', '参加工作时间', 'joindate', 'datejoined', 'startdate'],
  ],
  leftOn: [
    ...['left', 'lefton', '离队日期', '离队时间', '退出日期', '退出时间', '离职日期', '离职时间', '离岗日期'],
    ...['leavedate', 'dateleft', 'enddate'],
  ],
  certificate: ['certificate', '证书', '证书名称', '资格证书', '资质', '资质证书'],
  certificateSkill: ['certificateskill', '证书技能', '证书对应技能'],
  certificateNumber: ['certificatenumber', '证书编号', '证书号', '证书号码'],
  certificateIssuedOn: ['certificateissuedon', 'certificateissued', '发证日期', '取证日期', '证书日期'],
  certificateExpiresOn: [
    ...[
      'certificateexpireson',
      'certificateexpires',
      '有效期至',
      '证书有效期',
      '证书有效期至',
      '证书到期日期',
    ],
    ...['到期日期'],
  ],
  otherCertificates: ['othercertificates', '其他证书', '其它证书', '更多证书'],
  trainings: ['trainings', 'training', 'trainingrecord', '培训', '培训记录', '培训情况', '参加培训'],
};

/** A column's name without case, width, blanks, marks and what stands in brackets, such as `手机号码（必填）*`. */
function plainName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/\([^)]*\)|\[[^\]]*\]|【[^】]*】/g, '')
    .replaceAll(/[\s\p{P}\p{S}_]+/gu, '');
}

const fieldByName = new Map<string, PersonField>(
  personFields.flatMap((field) => columnNames[field].map((name): [string, PersonField] => [name, field])),
);

/** The field that a column of this name gives, where the name is known. */
export function fieldOfColumn(name: string): PersonField | undefined {
  return fieldByName.get(plainName(name));
}
