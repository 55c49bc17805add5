import { DateTime } from 'luxon';
import type { SheetFile } from '../exports/sheet-file.ts';
import type { Language } from '../http/problem.ts';
import { kindWords } from '../missed/words.ts';
import type { Decision } from './decision.ts';
import type { WeeklySheet } from './weekly.ts';
import { weeklyWords } from './words.ts';

type Line = (string | null)[];
const widths = [14, 26, 50, 12, 20, 12, 10, 16, 17];
const rounded = (value: number) => String(Math.round(value * 10) / 10);

/** The week as a spreadsheet: sums, days, worst places and decisions, a row each. */
export function weeklyFile(sheet: WeeklySheet, language: Language, timeZone: string): SheetFile {
  const { title, parts } = weeklyWords[language];
  const lines = [
    ...sumLines(sheet, language),
    ...dayLines(sheet, language),
    ...worstLines(sheet, language),
    ...(sheet.decisions ?? []).map((one) => decisionLine(one, language, timeZone)),
  ];
  return {
    title: `${title} ${sheet.area.name} ${sheet.week}`,
    columns: parts.map((name, index) => ({ name, widthCharacters: widths[index] ?? 12 })),
    rows: padded(lines, parts.length),
  };
}

async function* padded(lines: readonly Line[], length: number): AsyncGenerator<Line> {
  for (const line of lines) yield Array.from({ length }, (_, index) => line[index] ?? null);
}

function sumLines({ gaps, patrol, week }: WeeklySheet, language: Language): Line[] {
  const { title, sums } = weeklyWords[language];
  const { presenceHours, personHours, people, cells, allCells, visits, kilometres } = patrol;
  const figures = [
    ...[gaps.atStart, gaps.opened, gaps.closed, gaps.open, presenceHours, personHours],
    ...[people, cells, allCells, visits, kilometres],
  ];
  return figures.map((figure, index) => [title, sums[index] ?? '', week, rounded(figure)]);
}

function dayLines({ days, gaps }: WeeklySheet, language: Language): Line[] {
  const [part = '', met = '', opened = '', closed = '', open = ''] = weeklyWords[language].day;
  return [
    ...days.map((one): Line => [part, one.day, met, `${one.met} / ${one.obligations}`]),
    ...gaps.days.flatMap((one): Line[] => [
      [part, one.day, opened, String(one.opened)],
      [part, one.day, closed, String(one.closed)],
      [part, one.day, open, String(one.open)],
    ]),
  ];
}

function worstLines({ worst }: WeeklySheet, language: Language): Line[] {
  const [part = '', days = ''] = weeklyWords[language].worst;
  const between = language === 'zh' ? '、' : ', ';
  return worst.map(({ label, kinds, days: count }): Line => {
    const names = kinds.map((kind) => kindWords[language][kind]);
    return [part, label, names.join(between), `${count} ${days}`];
  });
}

function decisionLine(one: Decision, language: Language, timeZone: string): Line {
  const { decision, states, hidden } = weeklyWords[language];
  const who = [one.responsible, one.person?.name ?? (one.isPersonHidden ? hidden : null)];
  return [
    ...[decision[0] ?? '', one.decidedIn, one.what, null],
    ...[who.filter(Boolean).join(' · '), one.dueOn, states[one.state], one.writtenBy],
    DateTime.fromISO(one.writtenAt, { zone: timeZone }).toFormat('yyyy-MM-dd HH:mm'),
  ];
}
