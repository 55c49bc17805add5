import type { Expanded } from '../archive.ts';
import { damagedWorkbook, readWholeXml } from './xml-events.ts';

/** A sheet of a workbook and the part of the archive that holds it. */
export type Sheet = { name: string; part: string; isHidden: boolean };

export type Workbook = { sheets: Sheet[]; startsIn1904: boolean; sharedStrings: string; styles: string };

type Parts = ReadonlyMap<string, string>;

/** The parts of an archive by name, whatever the case: some programs write them differently. */
export function partsOf(files: readonly Expanded[]): Parts {
  return new Map(files.map(({ name, path }) => [name.toLowerCase(), path]));
}

export const workbookPart = 'xl/workbook.xml';
export const relationsPart = 'xl/_rels/workbook.xml.rels';

/** Reads which sheets there are and where (ECMA-376, 18.2); charts and the like are left out. */
export async function readWorkbook(parts: Parts): Promise<Workbook> {
  const [book, relations] = [parts.get(workbookPart), parts.get(relationsPart)];
  if (book === undefined || relations === undefined) throw damagedWorkbook('parts are missing');
  const targets = await readRelations(relations);
  const sheets: Sheet[] = [];
  let startsIn1904 = false;
  await readWholeXml(book, {
    open: (name, attributes) => {
      if (name === 'workbookPr') startsIn1904 = isTrue(attributes['date1904']);
      if (name !== 'sheet') return;
      const target = targets.get(attributes['r:id'] ?? relationOf(attributes) ?? '');
      if (target?.type !== 'worksheet') return;
      const isHidden = /hidden/i.test(attributes['state'] ?? '');
      sheets.push({ name: attributes['name'] ?? '', part: target.part, isHidden });
    },
  });
  const only = (type: string) => [...targets.values()].find((target) => target.type === type)?.part ?? '';
  return { sheets, startsIn1904, sharedStrings: only('sharedStrings'), styles: only('styles') };
}

type Target = { type: string; part: string };

async function readRelations(path: string): Promise<Map<string, Target>> {
  const targets = new Map<string, Target>();
  await readWholeXml(path, {
    open: (name, { Id, Type, Target }) => {
      if (name !== 'Relationship' || Id === undefined || Target === undefined) return;
      targets.set(Id, { type: (Type ?? '').split('/').at(-1) ?? '', part: partOf(Target) });
    },
  });
  return targets;
}

/** A target is relative to the workbook's folder unless it begins at the root. */
function partOf(target: string): string {
  const path = target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`;
  return path.replace(/^xl\/\.\.\//, '').toLowerCase();
}

/** The id of a relation, whatever its prefix. */
function relationOf(attributes: Record<string, string>): string | undefined {
  return Object.entries(attributes).find(([name]) => name.endsWith(':id'))?.[1];
}

function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true';
}
