import { InvalidInput } from '../../http/problem.ts';
import { fieldOfColumn, type PersonField, personFields } from './columns.ts';

/** Column of the spreadsheet → field of a person. */
export type PeopleMapping = Record<string, PersonField>;

/**
 * The mapping of a spreadsheet's columns: what was sent, else the known names, the first column of each field. Throws
 * InvalidInput for columns that are not there, unknown fields, and where no column gives the number.
 */
export function peopleMapping(
  names: readonly string[],
  sent: Record<string, string | null> | undefined,
  mayLackNumber = false,
): PeopleMapping {
  const mapping = sent ? checkSent(names, sent) : recognised(names);
  const isEnough = mayLackNumber ? Object.values(mapping).includes('name') : false;
  if (isEnough || Object.values(mapping).includes('number')) return mapping;
  const shown = names.slice(0, 50).join(', ');
  throw new InvalidInput(
    'number-column',
    `No column gives the number, by which people are told apart. The columns are ${shown}. Map one of them to number.`,
    `没有可作为编号的列，无法区分人员。现有列：${shown}。请将其中一列映射为编号（number）。`,
    [
      { path: 'mapping', reason: 'number is not given' },
      ...names.slice(0, 200).map((name) => ({ path: `mapping.${name}`, reason: 'a column' })),
    ],
  );
}

function recognised(names: readonly string[]): PeopleMapping {
  const mapping: PeopleMapping = {};
  const taken = new Set<PersonField>();
  for (const name of names) {
    const field = fieldOfColumn(name) ?? fieldOfColumn(name.split('/').at(-1) ?? '');
    if (field === undefined || taken.has(field)) continue;
    taken.add(field);
    mapping[name] = field;
  }
  return mapping;
}

function checkSent(names: readonly string[], sent: Record<string, string | null>): PeopleMapping {
  const mapping: PeopleMapping = {};
  const errors = Object.entries(sent).flatMap(([name, wanted]) => {
    if (wanted === null) return [];
    const path = `mapping.${name}`;
    const field = personFields.find((one) => one === wanted);
    if (!names.includes(name))
      return [{ path, reason: `the table has no such column; it has ${names.slice(0, 50).join(', ')}` }];
    if (field === undefined) return [{ path, reason: `${wanted} is none of ${personFields.join(', ')}` }];
    if (Object.values(mapping).includes(field))
      return [{ path, reason: `${wanted} is given by another column already` }];
    mapping[name] = field;
    return [];
  });
  if (errors.length === 0) return mapping;
  const summary = errors.map(({ path, reason }) => `${path}: ${reason}`).join('; ');
  throw new InvalidInput(
    'wrong-mapping',
    `The mapping is wrong. ${summary}.`,
    `字段映射有误。${summary}。`,
    errors,
  );
}
