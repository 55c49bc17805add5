import { readEntries } from '../../people/entries-text.ts';
import type { Note, Scalar } from '../source.ts';
import { dateOf } from './dates.ts';
import { notes } from './notes.ts';

export type Certificate = {
  name: string;
  skill: string | null;
  number: string | null;
  issuedOn: string | null;
  expiresOn: string | null;
};
export type Training = { heldOn: string; subject: string; hours: number | null; result: string | null };

const mostEntries = { certificates: 200, trainings: 1_000 } as const;
const longest = { name: 100, skill: 50, number: 64, subject: 200, result: 100 } as const;

/** Certificates that a cell lists: `急救员证｜急救｜77｜2024-01-01｜2026-01-01；…`, of each at least the name. */
export function certificatesIn(cell: Scalar, problems: Note[]): Certificate[] {
  return entriesIn(cell, mostEntries.certificates, certificateOf, notes.wrongCertificates, problems);
}

/** Trainings that a cell lists: `2024-03-01｜急救培训｜8｜合格；…`, of each at least the day and the subject. */
export function trainingsIn(cell: Scalar, problems: Note[]): Training[] {
  return distinct(entriesIn(cell, mostEntries.trainings, trainingOf, notes.wrongTraining, problems));
}

/** Those of which another says the same in every part are one. */
export function distinct<T>(entries: readonly T[]): T[] {
  return [...new Map(entries.map((entry) => [JSON.stringify(entry), entry])).values()];
}

type Parts = readonly (string | null)[];

function entriesIn<T>(
  cell: Scalar,
  most: number,
  read: (parts: Parts) => T | undefined,
  fault: (entry: string) => Note,
  problems: Note[],
): T[] {
  if (cell === null) return [];
  const entries = readEntries(String(cell));
  if (entries.length > most) problems.push(fault(`… (${entries.length})`));
  return entries.slice(0, most).flatMap((parts) => {
    const found = read(parts);
    if (found === undefined) problems.push(fault(parts.map((part) => part ?? '').join('｜')));
    return found ?? [];
  });
}

function certificateOf(parts: Parts): Certificate | undefined {
  const [name = null, skill = null, number = null, issued = null, expires = null, ...rest] = parts;
  const [issuedOn, expiresOn] = [dayOf(issued), dayOf(expires)];
  if (name === null || rest.length > 0 || issuedOn === undefined || expiresOn === undefined) return undefined;
  if (isLonger({ name, skill, number }) || (issuedOn && expiresOn && expiresOn <= issuedOn)) return undefined;
  return { name, skill, number, issuedOn, expiresOn };
}

function trainingOf(parts: Parts): Training | undefined {
  const [held = null, subject = null, length = null, result = null, ...rest] = parts;
  const [heldOn, hours] = [dayOf(held), hoursOf(length)];
  if (!heldOn || subject === null || hours === undefined || rest.length > 0) return undefined;
  return isLonger({ subject, result }) ? undefined : { heldOn, subject, hours, result };
}

/** Undefined where it is said and is no day. */
function dayOf(part: string | null): string | null | undefined {
  return part === null ? null : dateOf(part);
}

/** `8`, `8 学时`, `1.5 h`; undefined for what is no number of hours up to a thousand. */
function hoursOf(part: string | null): number | null | undefined {
  if (part === null) return null;
  const [, digits] =
    /^(\d+(?:\.\d+)?)\s*(?:学时|课时|小时|个小时|h|hours?)?$/i.exec(part.normalize('NFKC')) ?? [];
  const hours = Number(digits);
  return digits !== undefined && hours > 0 && hours <= 1_000 ? hours : undefined;
}

function isLonger(texts: Partial<Record<keyof typeof longest, string | null>>): boolean {
  return Object.entries(longest).some(([field, most]) => {
    const text = new Map(Object.entries(texts)).get(field);
    return typeof text === 'string' && text.length > most;
  });
}
