import { z } from 'zod';
import type { Bounds } from '../geo/position.ts';
import { inBoth, saidIn } from './in-both.ts';
import { InvalidInput, type Language, type Reason } from './problem.ts';

const locales = { en: z.locales.en().localeError, zh: z.locales.zhCN().localeError };

/** Returns the typed value or throws InvalidInput that names every wrong and every unknown field. */
export function parse<T extends z.ZodType>(
  schema: T,
  value: unknown,
  language: Language = 'en',
): z.output<T> {
  const parsed = schema.safeParse(value, { error: locales[language] });
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap((issue) => reasonsOf(issue, language));
  const summary = errors.map(({ path, reason }) => (path ? `${path}: ${reason}` : reason)).join('; ');
  throw new InvalidInput('invalid-input', `The request is wrong. ${summary}`, `请求有误。${summary}`, errors);
}

function reasonsOf(issue: z.core.$ZodIssue, language: Language): Reason[] {
  const path = issue.path.join('.');
  const reason = saidIn(language, issue.message);
  if (issue.code !== 'unrecognized_keys') return [{ path, reason }];
  return issue.keys.map((key) => ({ path: path ? `${path}.${key}` : key, reason }));
}

/** A number in the path or query. */
export const idParam = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);

/** An instant in RFC 3339, with its offset. */
export const instant = z.iso
  .datetime({ offset: true, local: false })
  .transform((text) => new Date(text))
  .refine(
    (at) => at.getUTCFullYear() >= 1 && at.getUTCFullYear() <= 9999,
    inBoth('a year from 1 to 9999', '公元 1 至 9999 年'),
  );

const corner = z.coerce.number();

/** `west,south,east,north` in degrees. */
export const boundsParam = z
  .string()
  .max(200)
  .transform((text, context): Bounds => {
    const box = z.tuple([corner, corner, corner, corner]).safeParse(text.split(','));
    if (box.success && box.data[0] <= box.data[2] && box.data[1] <= box.data[3]) return box.data;
    context.addIssue(
      inBoth('west,south,east,north in degrees, the smaller first', '西,南,东,北（度），小者在前'),
    );
    return z.NEVER;
  });

export const maxPage = 1_000;

/** `limit` and the opaque `cursor` of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(maxPage).default(100),
  cursor: z.string().max(500).optional(),
};

/** A cursor holds the sort key of the last row that was sent. */
export function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

export function decodeCursor<T extends z.ZodType>(
  schema: T,
  cursor: string | undefined,
): z.output<T> | undefined {
  if (cursor === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw new InvalidInput('wrong-cursor', 'The cursor is not one that this list gave.', '翻页标记无效。', [
      { path: 'cursor', reason: 'not given by this list' },
    ]);
  }
}

/** Of `limit` + 1 rows asked for: those to send, and a cursor behind the last one where there are more. */
export function cutPage<T>(
  rows: readonly T[],
  limit: number,
  keyOf: (row: T) => readonly (string | number)[],
): { page: readonly T[]; next: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { page, next: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null };
}
