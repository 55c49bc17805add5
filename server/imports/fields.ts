import { parse } from '../http/parse.ts';
import { InvalidInput, type Language } from '../http/problem.ts';
import type { Upload } from '../http/upload.ts';
import { type ImportFields, importFields, type ShapedKind } from './import.ts';
import { shapesOf } from './shape-kind.ts';

/** The fields of an import of shapes, and of one of people. */
export type ShapedFields = ImportFields & { kind: ShapedKind };
export type PeopleFields = ImportFields & { kind: 'people' };

/** Reads the fields that came beside a file; throws InvalidInput for those that its kind has no use for or lacks. */
export function parseFields(upload: Upload, language: Language): ShapedFields | PeopleFields {
  const present = Object.fromEntries(
    Object.entries(upload.fields).filter(([, value]) => value.trim() !== ''),
  );
  const { kind, ...fields } = parse(importFields, present, language);
  if (kind === 'people') return { ...requirePeople(fields), kind };
  refuse(fields, ['personKind', 'blanks', 'numbers'], 'for people only', '仅用于导入人员');
  if (shapesOf(kind) === 'polygons' || kind === 'visit-points')
    refuse(fields, ['areaId', 'name'], 'for points, lines and people only', '仅用于导入点、线和人员');
  if ((kind === 'cells') === (fields.planId !== undefined)) return { ...fields, kind };
  throw kind === 'cells'
    ? wrongField('planId', 'required for cells', '为导入网格所必需')
    : wrongField('planId', 'for cells only', '仅用于导入网格');
}

type Rest = Omit<ImportFields, 'kind'>;

function requirePeople(fields: Rest): Rest {
  refuse(fields, ['planId', 'datum', 'name'], 'not for people', '不用于导入人员');
  return fields;
}

function refuse(fields: Rest, paths: readonly (keyof Rest)[], reason: string, chinese: string): void {
  const path = paths.find((one) => fields[one] !== undefined);
  if (path !== undefined) throw wrongField(path, reason, chinese);
}

function wrongField(path: string, reason: string, chinese: string): InvalidInput {
  return new InvalidInput('invalid-input', `${path} is ${reason}.`, `${path} ${chinese}。`, [
    { path, reason },
  ]);
}
