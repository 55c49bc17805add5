import { InvalidInput } from '../http/problem.ts';

/** The owner's 12-digit statistical code and a running number of three digits. */
export const defaultTemplate = '{owner:12}{seq:3}';

/** The longest owner's code that is taken. */
const longestOwner = 32;
const longestCode = 64;

/** An area that owns cells; null where nobody does. */
export type CodeOwner = { areaId: number; code: string | null } | null;

type Field = { kind: 'text'; text: string } | { kind: 'owner' | 'seq'; width: number; isExact: boolean };

/** How the codes of a plan are made and what they must look like. */
export type CodeTemplate = {
  text: string;
  /** The code of an owner's cell with this running number; undefined where the number has too many digits. */
  format: (owner: CodeOwner | string, number: number) => string | undefined;
  isWellFormed: (code: string) => boolean;
  /** What the codes of an owner's cells begin with, up to the running number. */
  beginning: (owner: CodeOwner) => string;
};

/**
 * Reads a template: letters, digits and hyphens stand for themselves, `{owner:12}` is the owner's code padded with
 * zeros to 12 characters (its number, padded in front, where it has no code), `{seq:3}` a running number of three
 * digits, of four where 999 do not suffice. `{owner:12!}` and `{seq:2!}` allow exactly so many.
 *
 * The 20 digits of CJ/T 349-2010 (clause 5: six of the managed object after CJ/T 348, six of the county, three of the
 * street or township, three of the community, two of the running number) are `000000{owner:12!}{seq:2!}` with the
 * object's code in place of the zeros.
 */
export function parseTemplate(text: string): CodeTemplate {
  const fields = fieldsOf(text);
  const pattern = new RegExp(`^${fields.map(patternOf).join('')}$`);
  return {
    text,
    format: (owner, number) => {
      const parts = fields.map((field) => formatField(field, owner, number));
      return parts.includes(undefined) ? undefined : parts.join('');
    },
    isWellFormed: (code) => pattern.test(code),
    beginning: (owner) =>
      fields
        .slice(
          0,
          fields.findIndex(({ kind }) => kind === 'seq'),
        )
        .map((field) => formatField(field, owner, 0))
        .join(''),
  };
}

function fieldsOf(text: string): Field[] {
  const fields: Field[] = [];
  let rest = text;
  while (rest !== '') {
    const literal = /^[0-9A-Za-z-]+/.exec(rest)?.[0];
    const placeholder = /^\{([^{}]*)\}/.exec(rest);
    if (literal) fields.push({ kind: 'text', text: literal });
    else if (placeholder) fields.push(fieldOf(placeholder[1] ?? ''));
    else throw strange(rest[0] ?? '', text.length - rest.length + 1);
    rest = rest.slice((literal ?? placeholder?.[0] ?? rest).length);
  }
  requireSequence(fields);
  return fields;
}

function fieldOf(inside: string): Field {
  const [, kind, digits, exact] = /^(owner|seq):(\d{1,2})(!?)$/.exec(inside) ?? [];
  const width = Number(digits);
  if (kind !== 'owner' && kind !== 'seq')
    throw wrong(
      `{${inside}} is not a field; there are {owner:12} and {seq:3}, with an exclamation mark for exactly so many characters, as in {seq:2!}.`,
      `{${inside}} 不是可用字段；可用字段为 {owner:12} 和 {seq:3}，末尾加叹号表示位数固定，如 {seq:2!}。`,
    );
  const most = kind === 'owner' ? longestOwner : 6;
  if (width < 1 || width > most)
    throw wrong(
      `{${inside}}: ${kind} has 1 to ${most} characters.`,
      `{${inside}}：${kind} 的位数应为 1 至 ${most}。`,
    );
  return { kind, width, isExact: exact === '!' };
}

function requireSequence(fields: readonly Field[]): void {
  const count = (kind: Field['kind']) => fields.filter((field) => field.kind === kind).length;
  if (count('seq') !== 1)
    throw wrong(
      'A template has exactly one running number, as in {seq:3}; without it all cells of an owner would have one code.',
      '模板须有且仅有一个顺序号字段，如 {seq:3}，否则同一辖区的网格编码会相同。',
    );
  if (count('owner') > 1)
    throw wrong('A template has one owner at most.', '模板最多只能有一个辖区代码字段。');
  const length = fields.reduce(
    (sum, field) => sum + (field.kind === 'text' ? field.text.length : field.width),
    0,
  );
  if (length > longestCode)
    throw wrong(`Codes have at most ${longestCode} characters.`, `编码最长 ${longestCode} 位。`);
}

function strange(character: string, position: number): InvalidInput {
  return wrong(
    `The character “${character}” at position ${position} cannot be in a code: letters, digits and hyphens can, and fields in braces.`,
    `第 ${position} 个字符“${character}”不能用于编码：只能使用字母、数字、连字符和花括号字段。`,
  );
}

function wrong(english: string, chinese: string): InvalidInput {
  return new InvalidInput('wrong-code-template', english, chinese, [
    { path: 'codeTemplate', reason: english },
  ]);
}

function patternOf(field: Field): string {
  if (field.kind === 'text') return field.text;
  const { kind, width, isExact } = field;
  if (kind === 'owner') return `[0-9A-Za-z-]{${width},${isExact ? width : Math.max(width, longestOwner)}}`;
  return `\\d{${width},${isExact ? width : width + 1}}`;
}

function formatField(field: Field, owner: CodeOwner | string, number: number): string | undefined {
  if (field.kind === 'text') return field.text;
  if (field.kind === 'owner') return typeof owner === 'string' ? owner : ownerPart(owner, field.width);
  const digits = String(number).padStart(field.width, '0');
  return digits.length <= field.width + (field.isExact ? 0 : 1) ? digits : undefined;
}

/** The owner's code padded with zeros, or its number where it has no code. */
function ownerPart(owner: CodeOwner, width: number): string {
  if (!owner) return ''.padStart(width, '0');
  return owner.code === null ? String(owner.areaId).padStart(width, '0') : owner.code.padEnd(width, '0');
}
