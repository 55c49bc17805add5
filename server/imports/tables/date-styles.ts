import { readWholeXml } from './xml-events.ts';

/** Formats of dates that need no definition (ECMA-376, 18.8.30), those of Chinese Excel included. */
const builtInDates = (id: number) =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** Of each cell style by number, whether it shows a date. */
export async function readDateStyles(path: string | undefined): Promise<boolean[]> {
  if (path === undefined) return [];
  const styles: boolean[] = [];
  const formats = new Map<number, string>();
  let isInCells = false;
  await readWholeXml(path, {
    open: (name, attributes) => {
      const id = Number(attributes['numFmtId'] ?? 0);
      if (name === 'numFmt') formats.set(id, attributes['formatCode'] ?? '');
      if (name === 'cellXfs') isInCells = true;
      if (name === 'xf' && isInCells) styles.push(isDateFormat(id, formats.get(id)));
    },
    close: (name) => {
      if (name === 'cellXfs') isInCells = false;
    },
  });
  return styles;
}

/** A format shows a date where, besides quoted text, colours and conditions, it has a letter for year, month or day. */
function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return builtInDates(id);
  const plain = code.replaceAll(/"[^"]*"|\\.|_.|\*./g, '').replaceAll(/\[[^\]]*\]/g, '');
  return /[ymdeg]/i.test(plain.replaceAll(/general/gi, '').replaceAll(/e[+-]/gi, ''));
}
