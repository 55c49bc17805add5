import type { Scalar } from '../source.ts';
import { serialDate } from './serial-date.ts';
import { TextGatherer, unescapeText } from './shared-strings.ts';
import { cleanCell, columnLimit, type TableRow } from './table.ts';
import { readXml, type XmlReader } from './xml-events.ts';

export type Lookup = {
  strings: readonly (string | null)[];
  dateStyles: readonly boolean[];
  startsIn1904: boolean;
};

/** What was met on the way. */
export type Met = { formulas: number };

/**
 * The rows of a sheet that hold anything (ECMA-376, 18.3.1), a piece of the file at a time. Of a formula the value
 * counts that was calculated last; cells of errors are blank; numbers shown as dates become `2024-03-01`.
 */
export async function* readSheetRows(path: string, lookup: Lookup, met: Met): AsyncGenerator<TableRow> {
  const reader = new SheetReader(lookup, met);
  for await (const _piece of readXml(path, reader)) yield* reader.take();
  yield* reader.take();
}

class SheetReader implements XmlReader {
  readonly #lookup: Lookup;
  readonly #met: Met;
  readonly #inline = new TextGatherer();
  #done: TableRow[] = [];
  #row = 0;
  #cells: Scalar[] = [];
  #column = -1;
  #type = '';
  #style = 0;
  #value = '';
  #isValue = false;
  #isInline = false;

  constructor(lookup: Lookup, met: Met) {
    this.#lookup = lookup;
    this.#met = met;
  }

  take(): TableRow[] {
    const done = this.#done;
    this.#done = [];
    return done;
  }

  open(name: string, attributes: Record<string, string>): void {
    if (name === 'c') this.#startCell(attributes);
    else if (name === 'v') this.#isValue = true;
    else if (name === 'row') this.#startRow(attributes['r']);
    else if (name === 'f') this.#met.formulas += 1;
    else if (name === 'is') this.#isInline = true;
    if (this.#isInline) this.#inline.open(name);
  }

  text(text: string): void {
    if (this.#isValue) this.#value += text;
    else if (this.#isInline) this.#inline.text(text);
  }

  close(name: string): void {
    if (this.#isInline) this.#inline.close(name);
    if (name === 'c') this.#endCell();
    else if (name === 'v') this.#isValue = false;
    else if (name === 'is') this.#isInline = false;
    else if (name === 'row' && this.#cells.some((cell) => cell !== null && cell !== undefined))
      this.#done.push({ row: this.#row, cells: Array.from(this.#cells, (cell) => cell ?? null) });
  }

  #startRow(number: string | undefined): void {
    const said = Number(number);
    this.#row = Number.isInteger(said) && said > 0 ? said : this.#row + 1;
    this.#cells = [];
    this.#column = -1;
  }

  #startCell({ r, t, s }: Record<string, string>): void {
    this.#column = r === undefined ? this.#column + 1 : columnOf(r);
    this.#type = t ?? 'n';
    this.#style = Number(s ?? 0);
    this.#value = '';
    this.#inline.start();
  }

  #endCell(): void {
    if (this.#column >= 0 && this.#column < columnLimit) this.#cells[this.#column] = this.#read();
  }

  #read(): Scalar {
    if (this.#type === 's') return this.#lookup.strings[Number(this.#value)] ?? null;
    if (this.#type === 'inlineStr') return this.#inline.take();
    if (this.#type === 'e' || this.#value === '') return null;
    if (this.#type === 'b') return this.#value === '1';
    if (this.#type !== 'n') return cleanCell(unescapeText(this.#value));
    const number = Number(this.#value);
    if (!Number.isFinite(number)) return cleanCell(this.#value);
    const { dateStyles, startsIn1904 } = this.#lookup;
    return dateStyles[this.#style] ? (serialDate(number, startsIn1904) ?? number) : number;
  }
}

/** `AB12` is column 27. */
function columnOf(reference: string): number {
  let column = 0;
  for (const character of reference) {
    const letter = character.charCodeAt(0) & ~32;
    if (letter < 65 || letter > 90) break;
    column = column * 26 + letter - 64;
  }
  return column - 1;
}
