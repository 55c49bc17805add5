import type { Knex } from 'knex';
import type { SheetFile } from '../../exports/sheet-file.ts';
import type { Language } from '../../http/problem.ts';
import { columnsOf, type SheetField, sheetColumns } from '../../people/sheet-columns.ts';
import { type Import, listRefused } from '../queries.ts';

const pageRows = 1_000;

/** The rows that were not taken as they came, each with its number and reasons, to be mended and sent again. */
export function refusedSheet(db: Knex, found: Import, language: Language): SheetFile {
  const isChinese = language === 'zh';
  const own = found.fields.map(({ name }) => ({ name, widthCharacters: 16 }));
  return {
    title: `${found.fileName.replace(/\.[^.]*$/, '')}-${isChinese ? '未导入' : 'not-taken'}`,
    columns: [
      ...own,
      { name: isChinese ? '原行号' : 'Row before', widthCharacters: 10 },
      { name: isChinese ? '未导入原因' : 'Why it was not taken', widthCharacters: 60 },
    ],
    rows: rowsOf(db, found, isChinese),
  };
}

async function* rowsOf(db: Knex, { id, fields }: Import, isChinese: boolean) {
  for (let after = -1; ; ) {
    const page = await listRefused(db, id, { after, limit: pageRows });
    for (const { row, cells, problems } of page)
      yield [
        ...fields.map((_, column) => textOf(cells[column])),
        String(row),
        problems.map((note) => (isChinese ? note.chinese : note.english)).join(' '),
      ];
    const last = page.at(-1);
    if (!last || page.length < pageRows) return;
    after = last.index;
  }
}

const textOf = (cell: unknown) => (cell === null || cell === undefined ? null : String(cell));

const isField = (field: string): field is SheetField => field in sheetColumns;
const templateFields = Object.keys(sheetColumns).filter(isField);

/** An empty spreadsheet with the columns that an import recognises, and one row that shows how they are filled. */
export function templateSheet(language: Language): SheetFile {
  const isChinese = language === 'zh';
  return {
    title: isChinese ? '人员导入模板' : 'people-template',
    columns: columnsOf(templateFields, language),
    rows: exampleRow(isChinese),
  };
}

async function* exampleRow(isChinese: boolean) {
  const example: Partial<Record<SheetField, string>> = isChinese
    ? {
        number: '示例-0001',
        name: '张三',
        kind: '义警',
        skills: '急救、蒙古语',
        availability: '周一至周五 18:00-22:00；周末 全天',
        certificate: '急救员证',
        certificateSkill: '急救',
        otherCertificates: '驾驶证｜驾驶｜150724｜2020-05-01｜2026-05-01；普通话证书',
        trainings: '2024-03-01｜反诈宣传培训｜8 学时｜合格；2024-06-15｜防火演练',
      }
    : {
        number: 'EXAMPLE-0001',
        name: 'A. Example',
        kind: 'volunteer',
        skills: 'first aid',
        availability: 'Mon-Fri 18:00-22:00; weekend all day',
        certificate: 'First aider',
        certificateSkill: 'first aid',
        otherCertificates: 'Driving licence｜driving｜150724｜2020-05-01｜2026-05-01；Language certificate',
        trainings: '2024-03-01｜fraud prevention｜8 h｜passed；2024-06-15｜fire drill',
      };
  yield templateFields.map((field) => example[field] ?? (field === 'joinedOn' ? '2024-03-01' : null));
}
