import type { SheetFile } from '../exports/sheet-file.ts';
import type { Language } from '../http/problem.ts';
import { sentenceWords } from '../rules/sentence-words.ts';
import type { Talented } from './talent.ts';

type Listed = Talented & { phone: string | null };

const headers = {
  zh: [
    '序',
    '编号',
    '姓名',
    '类别',
    '派出所',
    '电话',
    '队伍',
    '技能',
    '语言',
    '距离（公里）',
    '依据',
    '熟悉该地',
    '排序分',
  ],
  en: [
    'rank',
    'number',
    'name',
    'kind',
    'station',
    'phone',
    'teams',
    'skills',
    'languages',
    'kilometres',
    'from',
    'knows the place',
    'score',
  ],
} as const;

const places = {
  zh: { home: '居住村社区', cell: '包片网格', team: '队伍网格', station: '派出所' },
  en: { home: 'home village', cell: 'own cells', team: 'cells of the team', station: 'station' },
} as const;

/** The chosen people as a spreadsheet, in their order; without contact details the column of telephones is not there. */
export function talentSheet(rows: readonly Listed[], withContact: boolean, language: Language): SheetFile {
  const phoneColumn = 5;
  const isShown = (_: unknown, column: number) => withContact || column !== phoneColumn;
  return {
    title: language === 'zh' ? '人才库' : 'talent',
    columns: headers[language].filter(isShown).map((name) => ({ name, widthCharacters: 14 })),
    rows: lines(),
  };
  async function* lines() {
    for (const [index, row] of rows.entries()) yield lineOf(row, index + 1, language).filter(isShown);
  }
}

function lineOf(row: Listed, rank: number, language: Language): (string | null)[] {
  const { person, kilometres, from, knowsPlace } = row;
  const between = language === 'zh' ? '、' : ', ';
  return [
    String(rank),
    person.number,
    person.name,
    sentenceWords[language].people(person.kind, 1),
    row.station,
    row.phone,
    row.teams.map(({ name }) => name).join(between),
    row.skills.join(between),
    row.languages.join(between),
    kilometres === null ? null : String(kilometres),
    from && places[language][from],
    language === 'zh' ? (knowsPlace ? '是' : '否') : knowsPlace ? 'yes' : 'no',
    String(Math.round(row.total)),
  ];
}
