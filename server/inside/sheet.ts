import { DateTime } from 'luxon';
import type { SheetFile } from '../exports/sheet-file.ts';
import type { Language } from '../http/problem.ts';
import type { InsideRow } from './inside.ts';

const words = {
  en: {
    title: 'Who was inside',
    stranger: 'of another station',
    columns: [
      'Who',
      'Number',
      'Device',
      'Entered',
      'Left',
      'Visits',
      'Seconds seen',
      'Seconds bridged',
      'Metres',
    ],
  },
  zh: {
    title: '区域内人员',
    stranger: '其他派出所人员',
    columns: ['人员', '编号', '终端', '进入', '离开', '到访次数', '停留秒数', '中断秒数', '米'],
  },
} as const;

const widths = [18, 14, 16, 20, 20, 10, 14, 14, 10];

/** One row for everybody who was inside, in local time. */
export function insideSheet(rows: readonly InsideRow[], language: Language, timeZone: string): SheetFile {
  const { title, columns, stranger } = words[language];
  const local = (at: string) => DateTime.fromISO(at, { zone: timeZone }).toFormat('yyyy-MM-dd HH:mm:ss');
  async function* lines(): AsyncGenerator<(string | null)[]> {
    for (const row of rows)
      yield [
        row.person?.name ?? (row.device ? null : stranger),
        row.person?.number ?? null,
        row.device?.name ?? null,
        local(row.enteredAt),
        local(row.leftAt),
        String(row.visitCount),
        String(Math.round(row.dwellSeconds)),
        String(Math.round(row.bridgedSeconds)),
        String(Math.round(row.metres)),
      ];
  }
  return {
    title,
    columns: columns.map((name, index) => ({ name, widthCharacters: widths[index] ?? 12 })),
    rows: lines(),
  };
}
