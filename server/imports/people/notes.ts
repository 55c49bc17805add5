import { type SheetField, sheetColumns } from '../../people/sheet-columns.ts';
import type { Note } from '../source.ts';

type Said = { english: string; chinese: string };

const shown = (value: unknown) => JSON.stringify(String(value).slice(0, 60));

/** Why a row of a spreadsheet of people cannot be taken, or what is to be told of it, in both languages. */
export const notes = {
  noNumber: (): Note => ({
    kind: 'number-missing',
    english: 'The row has no number; it says whose row it is.',
    chinese: '缺少编号，无法确定是哪个人。',
  }),
  wrongText: (field: SheetField, value: unknown, allowed: Said): Note => ({
    kind: `wrong-${field}`,
    english: `${sheetColumns[field].en} ${shown(value)} cannot be taken: ${allowed.english}.`,
    chinese: `${sheetColumns[field].zh} ${shown(value)} 无法采用（${allowed.chinese}）。`,
  }),
  lostDigits: (field: SheetField, value: unknown): Note => ({
    kind: 'lost-digits',
    english: `${sheetColumns[field].en} ${shown(value)} is stored as a number with more than 15 digits, of which spreadsheets lose the last; format the column as text and enter it again.`,
    chinese: `${sheetColumns[field].zh} ${shown(value)} 以数值存储且超过 15 位，表格软件会丢失末位；请将该列设为文本格式后重新填写。`,
  }),
  repeatedNumber: (number: string, row: number): Note => ({
    kind: 'duplicate-number',
    english: `The number ${number} is that of row ${row} already; the first row counts.`,
    chinese: `编号 ${number} 与第 ${row} 行重复，以先出现的一行为准。`,
  }),
  unknownKind: (word: unknown): Note => ({
    kind: 'unknown-kind',
    english: `The kind ${shown(word)} is not known; write 民警, 辅警, 义警 or 网格员.`,
    chinese: `类别 ${shown(word)} 无法识别，请填写民警、辅警、义警或网格员。`,
  }),
  unknownArea: (field: 'station' | 'home', word: unknown): Note =>
    field === 'station'
      ? {
          kind: 'unknown-station',
          english: `There is no station ${shown(word)} in your area; write its name or code.`,
          chinese: `您的辖区内没有派出所 ${shown(word)}，请填写其名称或代码。`,
        }
      : {
          kind: 'unknown-home',
          english: `There is no village or community ${shown(word)}; write its name or code.`,
          chinese: `没有名为 ${shown(word)} 的嘎查（村）或社区，请填写其名称或代码。`,
        },
  ambiguousArea: (word: unknown): Note => ({
    kind: 'ambiguous-area',
    english: `Several areas are called ${shown(word)}; write the code instead.`,
    chinese: `有多个辖区名为 ${shown(word)}，请改填代码。`,
  }),
  wrongDate: (field: SheetField, value: unknown): Note => ({
    kind: 'wrong-date',
    english: `The date ${shown(value)} (${sheetColumns[field].en}) cannot be read; write it as 2024-03-01, 2024/3/1, 2024年3月1日 or 20240301.`,
    chinese: `日期 ${shown(value)}（${sheetColumns[field].zh}）无法识别，请写作 2024-03-01、2024/3/1、2024年3月1日或 20240301。`,
  }),
  wrongHours: (value: unknown): Note => ({
    kind: 'wrong-availability',
    english: `The hours ${shown(value)} cannot be read; write for example 周一至周五 08:00-18:00; 周末 全天, or Mon-Fri 08:00-18:00.`,
    chinese: `时段 ${shown(value)} 无法识别，请写作“周一至周五 08:00-18:00；周末 全天”。`,
  }),
  certificateNameless: (): Note => ({
    kind: 'certificate-without-name',
    english: 'The row says something of a certificate, but not which one.',
    chinese: '填写了证书信息，但缺少证书名称。',
  }),
  certificateExpired: (): Note => ({
    kind: 'expires-before-issued',
    english: 'The certificate expires before it is issued.',
    chinese: '证书有效期早于发证日期。',
  }),
  wrongCertificates: (entry: string): Note => ({
    kind: 'wrong-otherCertificates',
    english: `The certificate ${shown(entry)} cannot be read; write name｜skill｜number｜issued｜expires, several with ； between them.`,
    chinese: `证书 ${shown(entry)} 无法识别，请写作“名称｜技能｜编号｜发证日期｜有效期至”，多个之间用“；”分隔。`,
  }),
  wrongTraining: (entry: string): Note => ({
    kind: 'wrong-trainings',
    english: `The training ${shown(entry)} cannot be read; write 2024-03-01｜subject｜hours｜result, several with ； between them.`,
    chinese: `培训 ${shown(entry)} 无法识别，请写作“2024-03-01｜内容｜学时｜结果”，多个之间用“；”分隔。`,
  }),
  leftBeforeJoined: (joinedOn: string, leftOn: string): Note => ({
    kind: 'left-before-joined',
    english: `Leaving on ${leftOn} lies before joining on ${joinedOn}.`,
    chinese: `离队日期 ${leftOn} 早于入队日期 ${joinedOn}。`,
  }),
  newWord: (field: 'skills' | 'languages', word: string, row: number, count: number): Note =>
    field === 'skills'
      ? {
          kind: 'new-skill',
          english: `The skill ${shown(word)} is new to the register (row ${row}, ${count} rows in all); check that it is no misspelling.`,
          chinese: `技能 ${shown(word)} 在登记册中首次出现（第 ${row} 行，共 ${count} 行），请核对是否有误。`,
        }
      : {
          kind: 'new-language',
          english: `The language ${shown(word)} is new to the register (row ${row}, ${count} rows in all); check that it is no misspelling.`,
          chinese: `语言 ${shown(word)} 在登记册中首次出现（第 ${row} 行，共 ${count} 行），请核对是否有误。`,
        },
  repeatedHeader: (rows: readonly number[]): Note => ({
    kind: 'repeated-header',
    english: `Rows ${rows.join(', ')} say the header again and are left out.`,
    chinese: `第 ${rows.join('、')} 行为重复表头，已略过。`,
  }),
  otherSheets: (sheet: string, others: readonly string[]): Note => ({
    kind: 'other-sheets',
    english: `The sheet ${shown(sheet)} is read; the workbook also has ${others.slice(0, 20).join(', ')}.`,
    chinese: `读取的是工作表 ${shown(sheet)}；工作簿中还有：${others.slice(0, 20).join('、')}。`,
  }),
} as const;

/** Why a row that can be read cannot be taken into the register as it is, by the word that the database gives. */
export const refusals = {
  foreign: {
    kind: 'number-of-another',
    english: 'The number belongs to somebody outside your area, whose file is not yours to change.',
    chinese: '该编号属于您辖区以外的人员，您无权修改。',
  },
  'name-missing': {
    kind: 'name-missing',
    english: 'Nobody has this number yet, and the row has no name to enter them by.',
    chinese: '该编号尚未登记，且缺少姓名，无法新增。',
  },
  'kind-missing': {
    kind: 'kind-missing',
    english: 'Nobody has this number yet, and neither the row nor the import says of which kind they are.',
    chinese: '该编号尚未登记，且该行与导入设置均未说明人员类别。',
  },
  'station-missing': {
    kind: 'station-missing',
    english:
      'Nobody has this number yet, and neither the row nor the import names a station within your area.',
    chinese: '该编号尚未登记，且该行与导入设置均未指明您辖区内的派出所。',
  },
  'left-before-joined': {
    kind: 'left-before-joined',
    english: 'With what the register knows, the person would leave before joining.',
    chinese: '结合已登记的信息，离队日期早于入队日期。',
  },
  'expires-before-issued': {
    kind: 'expires-before-issued',
    english: 'With what the register knows, a certificate would expire before it is issued.',
    chinese: '结合已登记的信息，证书有效期早于发证日期。',
  },
  'area-gone': {
    kind: 'area-gone',
    english: 'The station or home village of the row is no longer there.',
    chinese: '该行所填的派出所或居住地已不存在。',
  },
} as const satisfies Record<string, Note>;

const numberTaken: Note = {
  kind: 'number-taken',
  english: 'Somebody else was entered with this number meanwhile.',
  chinese: '期间已有其他人员登记了该编号。',
};

/** Why the register did not take a row. */
export function refusalNote(reason: string): Note {
  return new Map<string, Note>(Object.entries(refusals)).get(reason) ?? numberTaken;
}
