import { InvalidInput } from '../../http/problem.ts';
import { cleanCell } from './table.ts';
import { readWholeXml } from './xml-events.ts';

/** What all texts of a workbook take in memory at most. */
const textLimitCharacters = 100_000_000;

/** The texts that cells refer to by number (ECMA-376, 18.4): runs are joined, readings above Chinese characters left out. */
export async function readSharedStrings(path: string | undefined): Promise<(string | null)[]> {
  if (path === undefined) return [];
  const strings: (string | null)[] = [];
  const gather = new TextGatherer();
  let held = 0;
  await readWholeXml(path, {
    open: (name) => {
      if (name === 'si') gather.start();
      gather.open(name);
    },
    text: (text) => gather.text(text),
    close: (name) => {
      gather.close(name);
      if (name !== 'si') return;
      const text = gather.take();
      held += (text?.length ?? 0) + 16;
      if (held > textLimitCharacters) throw tooMuchText();
      strings.push(text);
    },
  });
  return strings;
}

/** Gathers the text of `t` elements, but not of phonetic runs. */
export class TextGatherer {
  #pieces = '';
  #isText = false;
  #isPhonetic = false;

  start(): void {
    this.#pieces = '';
  }

  open(name: string): void {
    if (name === 'rPh') this.#isPhonetic = true;
    if (name === 't') this.#isText = !this.#isPhonetic;
  }

  text(text: string): void {
    if (this.#isText) this.#pieces += text;
  }

  close(name: string): void {
    if (name === 'rPh') this.#isPhonetic = false;
    if (name === 't') this.#isText = false;
  }

  take(): string | null {
    return cleanCell(unescapeText(this.#pieces));
  }
}

/** Characters that XML cannot hold are written `_x000D_` (ECMA-376, 22.9.2.19). */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function tooMuchText(): InvalidInput {
  return new InvalidInput(
    'workbook-too-large',
    'The workbook holds too much text; split it.',
    '工作簿文本过多，请拆分后上传。',
    [],
    413,
  );
}
