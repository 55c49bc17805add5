import type { Language } from '../http/problem.ts';

/** The columns of a spreadsheet of people that an import recognises again, by field, in both languages. */
export const sheetColumns = {
  number: { zh: '编号', en: 'Number', widthCharacters: 16 },
  name: { zh: '姓名', en: 'Name', widthCharacters: 14 },
  kind: { zh: '类别', en: 'Kind', widthCharacters: 12 },
  phone: { zh: '手机', en: 'Phone', widthCharacters: 16 },
  station: { zh: '派出所', en: 'Station', widthCharacters: 22 },
  organisation: { zh: '单位', en: 'Organisation', widthCharacters: 26 },
  occupation: { zh: '职业', en: 'Occupation', widthCharacters: 14 },
  skills: { zh: '技能', en: 'Skills', widthCharacters: 24 },
  languages: { zh: '语言', en: 'Languages', widthCharacters: 18 },
  home: { zh: '居住地', en: 'Home', widthCharacters: 24 },
  availability: { zh: '可用时间', en: 'Availability', widthCharacters: 30 },
  joinedOn: { zh: '入队日期', en: 'Joined', widthCharacters: 12, isDay: true },
  leftOn: { zh: '离队日期', en: 'Left', widthCharacters: 12, isDay: true },
  certificate: { zh: '证书名称', en: 'Certificate', widthCharacters: 20 },
  certificateSkill: { zh: '证书技能', en: 'Certificate skill', widthCharacters: 14 },
  certificateNumber: { zh: '证书编号', en: 'Certificate number', widthCharacters: 18 },
  certificateIssuedOn: { zh: '发证日期', en: 'Certificate issued', widthCharacters: 12, isDay: true },
  certificateExpiresOn: { zh: '有效期至', en: 'Certificate expires', widthCharacters: 12, isDay: true },
  otherCertificates: { zh: '其他证书', en: 'Other certificates', widthCharacters: 40 },
  trainings: { zh: '培训记录', en: 'Trainings', widthCharacters: 40 },
} as const satisfies Record<string, { zh: string; en: string; widthCharacters: number; isDay?: true }>;
export type SheetField = keyof typeof sheetColumns;

export const kindWords: Record<string, { zh: string; en: string }> = {
  officer: { zh: '民警', en: 'officer' },
  auxiliary: { zh: '辅警', en: 'auxiliary' },
  volunteer: { zh: '义警', en: 'volunteer' },
  grid_worker: { zh: '网格员', en: 'grid worker' },
};

export const columnsOf = (fields: readonly SheetField[], language: Language) =>
  fields.map((field) => {
    const { [language]: name, widthCharacters, ...rest } = { ...sheetColumns[field] };
    return { name, widthCharacters, ...('isDay' in rest && { isDay: true as const }) };
  });
