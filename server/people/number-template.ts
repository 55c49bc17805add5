import { z } from 'zod';
import { inBoth } from '../http/in-both.ts';
import type { PersonKind } from './person.ts';

/** What numbers look like until somebody says otherwise. */
export const defaultTemplate = '{station}-{kind}-{year}-{seq:4}';

/** The kinds in the letters that registers of the police write: 民警, 辅警, 义警, 网格员. */
const kindLetters: Readonly<Record<PersonKind, string>> = {
  officer: 'MJ',
  auxiliary: 'FJ',
  volunteer: 'YJ',
  grid_worker: 'WG',
};

/** The numbers that differ in their running part only. */
export type NumberSeries = { prefix: string; digits: number; suffix: string };
export type NumberedBy = { kind: PersonKind; stationCode: string; year: string };

const maxDigits = 9;
const running = /\{seq:(\d)\}/;

/** `{station}` code, `{kind}` in letters, `{year}` of joining, `{seq:n}` a running number of at least n digits. */
export const numberTemplate = z
  .string()
  .trim()
  .min(1)
  .max(48)
  .superRefine((text, context) => {
    for (const message of templateFaults(text)) context.addIssue(message);
  });

function templateFaults(text: string): string[] {
  const parts = text.match(/\{[^{}]*\}/g) ?? [];
  const unknown = parts.filter((part) => !/^\{(station|kind|year|seq:[1-9])\}$/.test(part));
  const runningParts = parts.filter((part) => part.startsWith('{seq'));
  const rest = text.replaceAll(/\{[^{}]*\}/g, '');
  return [
    ...unknown.map((part) =>
      inBoth(
        `${part} is none of {station}, {kind}, {year} and {seq:1} to {seq:${maxDigits}}`,
        `${part} 不是 {station}、{kind}、{year} 或 {seq:1} 至 {seq:${maxDigits}}`,
      ),
    ),
    ...(runningParts.length === 1
      ? []
      : [inBoth('exactly one {seq:n} is needed, the running number', '须有且只有一个流水号 {seq:n}')]),
    ...(/[{}]/.test(rest) ? [inBoth('a brace without its other half', '花括号不成对')] : []),
    ...(text.startsWith('erased-')
      ? [inBoth('erased-… is kept for erased people', 'erased-… 留作已抹除人员的编号')]
      : []),
  ];
}

/** The series that a person's number is of. */
export function seriesOf(template: string, { kind, stationCode, year }: NumberedBy): NumberSeries {
  const filled = template
    .replaceAll('{station}', stationCode)
    .replaceAll('{kind}', kindLetters[kind])
    .replaceAll('{year}', year);
  const [prefix = '', suffix = ''] = filled.split(running).filter((_, index) => index !== 1);
  return { prefix, digits: Number(running.exec(filled)?.[1] ?? 1), suffix };
}

/** The n-th number of a series. */
export function numberOf({ prefix, digits, suffix }: NumberSeries, n: number): string {
  return `${prefix}${String(n).padStart(digits, '0')}${suffix}`;
}

/** One word for a series, whatever the digits: 7 and 0007 do not both occur in it. */
export function seriesKey({ prefix, suffix }: NumberSeries): string {
  return `${prefix}{seq}${suffix}`;
}

/** The template in force, as it is read. */
export const numbering = z.object({
  template: z.string(),
  mayChange: z.boolean(),
  changedAt: z.iso.datetime().nullable(),
  changedBy: z.string().nullable(),
});
