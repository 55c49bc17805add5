const quote = '"';

/** A line of a table that is longer than this is none. */
const longestRowCharacters = 1_000_000;

/** The text is no table: a quotation mark is never closed. */
export class NotCsv extends Error {}

/**
 * Parts comma-separated values (RFC 4180) piece by piece into rows of fields, blank lines left out. The separator is the
 * one of comma, semicolon and tabulator that the first line has most of.
 */
export class CsvRows {
  #separator: string | undefined;
  #fields: string[] = [];
  #field = '';
  #isQuoted = false;
  #wasQuote = false;
  #length = 0;
  #head = '';
  #row = 1;
  #last = 0;
  #wasReturn = false;

  /** The number of the row that was yielded last, as a spreadsheet program counts: from 1, blank lines included. */
  get lastRow(): number {
    return this.#last;
  }

  /** Takes the next piece of text, yields the rows that it completes. */
  *read(piece: string): Generator<string[]> {
    let text = piece;
    if (this.#separator === undefined) {
      this.#head += piece;
      const end = this.#head.search(/[\r\n]/);
      if (end === -1 && this.#head.length <= longestRowCharacters) return;
      text = this.#start();
    }
    for (const character of text) {
      const row = this.#take(character);
      if (row) yield row;
    }
  }

  /** The last row, where no line break ends it. */
  *end(): Generator<string[]> {
    if (this.#separator === undefined) yield* this.#rest(this.#start());
    if (this.#isQuoted && !this.#wasQuote) throw new NotCsv('a quotation mark is never closed');
    const row = this.#take('\n');
    if (row) yield row;
  }

  *#rest(text: string): Generator<string[]> {
    for (const character of text) {
      const row = this.#take(character);
      if (row) yield row;
    }
  }

  #start(): string {
    const text = this.#head.replace(/^\uFEFF/, '');
    const line = text.split(/[\r\n]/, 1)[0] ?? '';
    const count = (separator: string) => line.split(separator).length;
    this.#separator = [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best));
    this.#head = '';
    return text;
  }

  #take(character: string): string[] | undefined {
    if (++this.#length > longestRowCharacters) throw new NotCsv('a row is longer than a million characters');
    if (this.#isQuoted) {
      if (this.#wasQuote && character !== quote) {
        this.#isQuoted = false;
        this.#wasQuote = false;
      } else {
        if (this.#wasQuote) this.#field += quote;
        if (character === quote) this.#wasQuote = !this.#wasQuote;
        else this.#field += character;
        return undefined;
      }
    }
    const isPair = this.#wasReturn && character === '\n';
    this.#wasReturn = character === '\r';
    if (isPair) return undefined;
    if (character === quote && this.#field === '') this.#isQuoted = true;
    else if (character === this.#separator) this.#endField();
    else if (character === '\n' || character === '\r') return this.#endRow();
    else this.#field += character;
    return undefined;
  }

  #endField(): void {
    this.#fields.push(this.#field.trim());
    this.#field = '';
  }

  #endRow(): string[] | undefined {
    this.#endField();
    const fields = this.#fields;
    this.#fields = [];
    this.#length = 0;
    this.#last = this.#row++;
    return fields.length === 1 && fields[0] === '' ? undefined : fields;
  }
}
