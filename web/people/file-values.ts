import type { Person, PersonFile, PersonInput, PersonKind } from '../types-office.ts';
import { keptWeek, type WeekDraft } from './week-editor.tsx';

/** A file as the form has it: no value is an empty text. */
export type FileValues = {
  number: string;
  name: string;
  kind: PersonKind;
  phone: string;
  organisation: string;
  occupation: string;
  skills: string[];
  languages: string[];
  stationAreaId: number | null;
  homeAreaId: number | null;
  availability: WeekDraft;
  joinedOn: string;
  leftOn: string;
};

export const emptyFile: FileValues = {
  number: '',
  name: '',
  kind: 'volunteer',
  phone: '',
  organisation: '',
  occupation: '',
  skills: [],
  languages: [],
  stationAreaId: null,
  homeAreaId: null,
  availability: null,
  joinedOn: '',
  leftOn: '',
};

export function valuesOf(file: PersonFile): FileValues {
  return {
    number: file.number,
    name: file.name,
    kind: file.kind,
    phone: file.phone ?? '',
    organisation: file.organisation ?? '',
    occupation: file.occupation ?? '',
    skills: file.skills,
    languages: file.languages,
    stationAreaId: file.stationAreaId,
    homeAreaId: file.homeAreaId,
    availability: file.availability,
    joinedOn: file.joinedOn ?? '',
    leftOn: file.leftOn ?? '',
  };
}

/** What is to be sent: the fields that are another than before, so that others' changes of other fields stay. */
export function bodyOf(values: FileValues, before: FileValues): PersonInput {
  const next = sentOf(values);
  const held = new Map(Object.entries(sentOf(before)));
  return Object.fromEntries(
    Object.entries(next).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(held.get(name))),
  );
}

function sentOf(values: FileValues): PersonInput {
  const textOrNull = (text: string) => text.trim() || null;
  return {
    name: values.name.trim(),
    kind: values.kind,
    phone: textOrNull(values.phone),
    organisation: textOrNull(values.organisation),
    occupation: textOrNull(values.occupation),
    skills: values.skills,
    languages: values.languages,
    stationAreaId: values.stationAreaId,
    homeAreaId: values.homeAreaId,
    availability: keptWeek(values.availability),
    joinedOn: textOrNull(values.joinedOn),
    leftOn: textOrNull(values.leftOn),
    ...(values.number.trim() && { number: values.number.trim() }),
  };
}

const compared = [
  'number',
  'name',
  'kind',
  'organisation',
  'occupation',
  'skills',
  'languages',
  'stationAreaId',
  'homeAreaId',
  'availability',
  'joinedOn',
  'leftOn',
] as const;

/** The fields in which a file is no longer what it was. */
export function changedFields(before: Person, now: Person): (typeof compared)[number][] {
  return compared.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(now[field]));
}
