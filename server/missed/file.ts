import { DateTime } from 'luxon';
import type { SheetFile } from '../exports/sheet-file.ts';
import type { ExportFeature, Field, Table, Value } from '../exports/table.ts';
import type { Language } from '../http/problem.ts';
import type { Missed } from './gather.ts';
import type { MissedRow } from './missed.ts';
import { rowsOf } from './rows.ts';
import { kindWords, missedWords } from './words.ts';

type Said = { language: Language; timeZone: string };
type Column = { name: string; shortName: string; widthCharacters: number; isDay?: true };

const columns: readonly Column[] = [
  { name: 'day', shortName: 'day', widthCharacters: 11, isDay: true },
  { name: 'station', shortName: 'station', widthCharacters: 18 },
  { name: 'owner', shortName: 'owner', widthCharacters: 18 },
  { name: 'code', shortName: 'code', widthCharacters: 18 },
  { name: 'place', shortName: 'place', widthCharacters: 16 },
  { name: 'kind', shortName: 'kind', widthCharacters: 14 },
  { name: 'message', shortName: 'message', widthCharacters: 46 },
  { name: 'since', shortName: 'since', widthCharacters: 16 },
  { name: 'openDays', shortName: 'open_days', widthCharacters: 9 },
  { name: 'responsible', shortName: 'who', widthCharacters: 24 },
  { name: 'remedy', shortName: 'remedy', widthCharacters: 40 },
  { name: 'severity', shortName: 'severity', widthCharacters: 9 },
  { name: 'lon', shortName: 'lon', widthCharacters: 12 },
  { name: 'lat', shortName: 'lat', widthCharacters: 12 },
  { name: 'state', shortName: 'state', widthCharacters: 30 },
];

/** What was missed as a spreadsheet: a row each, in the order of the list. */
export function missedSheet(missed: Missed, said: Said): SheetFile {
  const { headers, title } = missedWords[said.language];
  return {
    title: `${title} ${missed.day.day}`,
    columns: columns.map(({ name, ...column }) => ({ ...column, name: headers[name] ?? name })),
    rows: lines(missed, said),
  };
}

async function* lines(missed: Missed, said: Said): AsyncGenerator<(string | null)[]> {
  for await (const row of rowsOf(missed))
    yield valuesOf(row, missed, said).map((value) => (value === null ? null : String(value)));
}

/** The same as points on the map; what has no place has no geometry. */
export function missedTable(missed: Missed, said: Said): Table {
  const numeric = new Set(['openDays', 'severity', 'lon', 'lat']);
  return {
    title: `${missedWords[said.language].title} ${missed.day.day}`,
    fields: columns.map(
      ({ name, shortName }): Field => ({ name, shortName, type: numeric.has(name) ? 'real' : 'text' }),
    ),
    features: features(missed, said),
  };
}

async function* features(missed: Missed, said: Said): AsyncGenerator<ExportFeature> {
  let id = 0;
  for await (const row of rowsOf(missed)) {
    const { position } = row;
    id++;
    yield {
      id,
      geometry: position
        ? { type: 'Point', coordinates: position }
        : { type: 'GeometryCollection', geometries: [] },
      values: valuesOf(row, missed, said),
    };
  }
}

function valuesOf(row: MissedRow, { day, pending }: Missed, { language, timeZone }: Said): Value[] {
  const words = missedWords[language];
  const openDays = (day.at - Date.parse(row.since)) / 86_400_000;
  const asOf = DateTime.fromMillis(day.asOf, { zone: timeZone }).toFormat('yyyy-MM-dd HH:mm');
  return [
    ...[day.day, row.station?.name ?? words.noStation, row.owner, row.place.code, row.place.name],
    ...[kindWords[language][row.kind], row.message],
    DateTime.fromISO(row.since, { zone: timeZone }).toFormat('yyyy-MM-dd HH:mm'),
    Math.round(openDays * 10) / 10,
    responsibleText(row, language),
    row.remedies.map(({ message }) => message).join(' '),
    ...[row.severity, row.position?.[0] ?? null, row.position?.[1] ?? null],
    (day.isProvisional ? words.provisionalAt(asOf) : words.at(asOf)) + (pending ? words.incomplete : ''),
  ];
}

/** "Bao Li, Wang Wei and 2 more (of the village)". */
function responsibleText({ responsible }: Pick<MissedRow, 'responsible'>, language: Language): string {
  const words = missedWords[language];
  const { of, people, others } = responsible;
  if (people.length === 0 && others === 0) return words.nobody;
  const names = people.map(({ name }) => name).join(words.between);
  const text = others === 0 ? names : words.more(names, others);
  return of === 'owner' ? words.ofOwner(text) : text;
}
