import { setImmediate as turn } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { Scope } from '../../access/scope.ts';
import { originalText } from '../../exports/neutral-text.ts';
import { InvalidInput } from '../../http/problem.ts';
import { knownWords, placesOf } from '../../people/import-queries.ts';
import type { ImportField } from '../import.ts';
import type { Mapping } from '../mapping.ts';
import type { Note, Scalar } from '../source.ts';
import { insertRows, type NewRow, type StoredProblem } from '../store.ts';
import type { Table, TableRow } from '../tables/table.ts';
import type { PersonField } from './columns.ts';
import { findHeader, type Header, headerSearchRows, repeatsHeader } from './header.ts';
import { peopleMapping } from './mapping.ts';
import { notes } from './notes.ts';
import { areaKey, type Places, readPerson } from './record.ts';

const rowLimit = 200_000;
const batchRows = 200;
/** So long rows are read at a stretch; then other requests get their turn. */
const longestTurnMs = 10;

/** What is told one by one of a sheet; the rest is counted, for a large sheet may have nothing but faults. */
const toldAtMost = { problems: 1_000, newWords: 50, repeatedHeaders: 20 };

/** `clearsBlanks`: a blank cell takes away what the register has; else it leaves that as it is. */
type Settings = {
  mapping: Record<string, string | null> | undefined;
  clearsBlanks: boolean;
  givesNumbers: boolean;
};

export type RowsRead = {
  rows: number;
  refused: number;
  header: Header;
  fields: ImportField[];
  mapping: Mapping;
  /** The first of them. */
  problems: StoredProblem[];
  problemCount: number;
};

/** Reads the rows of a table into the import, a batch at a time: what each says of a person, or why it cannot be taken. */
export async function readRows(
  db: Knex,
  scope: Scope,
  importId: number,
  table: Table,
  settings: Settings,
): Promise<RowsRead> {
  const reader = new RowReader(await placesIn(db, scope), await knownWords(db), settings);
  let batch: NewRow[] = [];
  let turnBegan = performance.now();
  for await (const row of table.rows()) {
    batch.push(...reader.read(row));
    if (performance.now() - turnBegan > longestTurnMs) {
      await turn();
      turnBegan = performance.now();
    }
    if (batch.length < batchRows) continue;
    await insertRows(db, importId, batch);
    batch = [];
  }
  batch.push(...reader.end());
  for (let from = 0; from < batch.length; from += batchRows)
    await insertRows(db, importId, batch.slice(from, from + batchRows));
  return reader.result();
}

/**
 * Areas by code and by name, which a register may write with the township before it. Of homes with one name those that
 * the scope covers are meant.
 */
async function placesIn(db: Knex, scope: Scope): Promise<Places> {
  const stations = new Map<string, number[]>();
  const homes = new Map<string, number[]>();
  const others = new Map<string, number[]>();
  for (const { id, kind, name, code, parent, isCovered } of await placesOf(db, scope)) {
    const areas = kind === 'station' ? stations : isCovered ? homes : others;
    const short =
      kind === 'station'
        ? name.replace(/派出所$/, '')
        : name.replace(/(嘎查|村|社区)(村民|居民)?委员会$/, '$1');
    const names = new Set([
      name,
      short,
      `${parent ?? ''}${name}`,
      `${parent ?? ''}/${name}`,
      ...(code ? [code] : []),
    ]);
    for (const key of new Set([...names].map(areaKey))) areas.set(key, [...(areas.get(key) ?? []), id]);
  }
  return { stations, homes: new Map([...others, ...homes]) };
}

type Words = { skills: readonly string[]; languages: readonly string[] };
type Met = { row: number; count: number };

/** Finds the header among the first rows, then reads row by row. */
class RowReader {
  readonly #places: Places;
  readonly #settings: Settings;
  readonly #known: Record<'skills' | 'languages', Set<string>>;
  readonly #new = { skills: new Map<string, Met>(), languages: new Map<string, Met>() };
  readonly #firstRows = new Map<string, number>();
  readonly #samples: Scalar[] = [];
  readonly #repeated: number[] = [];
  readonly #problems: StoredProblem[] = [];
  #problemCount = 0;
  #waiting: TableRow[] | undefined = [];
  #header: Header | undefined;
  #mapping: Mapping = {};
  #columns = new Map<PersonField, number>();
  #rows = 0;
  #refused = 0;

  constructor(places: Places, known: Words, settings: Settings) {
    this.#places = places;
    this.#known = { skills: new Set(known.skills), languages: new Set(known.languages) };
    this.#settings = settings;
  }

  read(row: TableRow): NewRow[] {
    if (!this.#waiting) return this.#take(row);
    this.#waiting.push(row);
    return this.#waiting.length < headerSearchRows ? [] : this.#start(this.#waiting);
  }

  end(): NewRow[] {
    return this.#waiting ? this.#start(this.#waiting) : [];
  }

  result(): RowsRead {
    if (!this.#header) throw noRows();
    const { names } = this.#header;
    const general = [
      ...(this.#repeated.length > 0 ? [notes.repeatedHeader(this.#repeated)] : []),
      ...(['skills', 'languages'] as const).flatMap((field) =>
        [...this.#new[field]].map(([word, met]) => notes.newWord(field, word, met.row, met.count)),
      ),
    ];
    return {
      rows: this.#rows,
      refused: this.#refused,
      header: this.#header,
      fields: names.map((name, column) => ({
        name,
        sample: sampleOf(this.#samples[column]),
        mappedTo: this.#mapping[name] ?? null,
      })),
      mapping: this.#mapping,
      problems: [
        ...general.map((note) => ({ index: null, severity: 'warning' as const, ...note })),
        ...this.#problems,
      ],
      problemCount: general.length + this.#problemCount,
    };
  }

  #start(waiting: readonly TableRow[]): NewRow[] {
    this.#waiting = undefined;
    const header = findHeader(waiting);
    if (!header) throw noRows();
    this.#header = header;
    this.#mapping = peopleMapping(header.names, this.#settings.mapping, this.#settings.givesNumbers);
    header.names.forEach((name, column) => {
      const field = this.#mapping[name];
      if (field !== undefined) this.#columns.set(field as PersonField, column);
    });
    const last = header.rows.at(-1) ?? 0;
    return waiting.filter(({ row }) => row > last).flatMap((row) => this.#take(row));
  }

  #take({ row, cells }: TableRow): NewRow[] {
    if (cells.every((cell) => cell === null)) return [];
    if (this.#header && repeatsHeader(this.#header, cells)) {
      if (this.#repeated.length < toldAtMost.repeatedHeaders) this.#repeated.push(row);
      return [];
    }
    const index = this.#rows++;
    if (this.#rows > rowLimit) throw tooManyRows();
    cells.forEach((cell, column) => {
      this.#samples[column] ??= cell;
    });
    const { record, problems } = readPerson((field) => this.#cell(cells, field), this.#places, {
      clears: (field) => this.#settings.clearsBlanks && this.#columns.has(field),
      givesNumbers: this.#settings.givesNumbers,
    });
    const first = record.number === '' ? undefined : this.#firstRows.get(record.number);
    if (first !== undefined) problems.push(notes.repeatedNumber(record.number, first));
    if (problems.length > 0) return [this.#refuse(index, row, cells, problems)];
    if (record.number !== '') this.#firstRows.set(record.number, row);
    this.#noteWords(record, row);
    return [{ index, row, isGood: true, properties: { cells, record } }];
  }

  #cell(cells: readonly Scalar[], field: PersonField): Scalar {
    const column = this.#columns.get(field);
    const cell = column === undefined ? null : (cells[column] ?? null);
    return typeof cell === 'string' ? originalText(cell) : cell;
  }

  #refuse(index: number, row: number, cells: Scalar[], problems: Note[]): NewRow {
    this.#refused += 1;
    this.#problemCount += problems.length;
    const room = toldAtMost.problems - this.#problems.length;
    for (const note of problems.slice(0, room)) this.#problems.push({ index, row, ...note });
    return { index, row, isGood: false, properties: { cells, problems } };
  }

  #noteWords(record: { skills?: string[]; languages?: string[] }, row: number): void {
    for (const field of ['skills', 'languages'] as const)
      for (const word of record[field] ?? []) {
        if (this.#known[field].has(word)) continue;
        const met = this.#new[field].get(word);
        if (met) met.count += 1;
        else if (this.#new[field].size < toldAtMost.newWords) this.#new[field].set(word, { row, count: 1 });
      }
  }
}

function sampleOf(cell: Scalar | undefined): Scalar {
  return typeof cell === 'string' ? cell.slice(0, 200) : (cell ?? null);
}

function noRows(): InvalidInput {
  return new InvalidInput('no-rows', 'The spreadsheet holds no rows of people.', '表格中没有人员数据。');
}

function tooManyRows(): InvalidInput {
  return new InvalidInput(
    'too-many-rows',
    `The spreadsheet has more than ${rowLimit} rows; split it.`,
    `表格超过 ${rowLimit} 行，请拆分后上传。`,
  );
}
