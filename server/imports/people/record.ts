import { readHours, type WeekHours } from '../../people/hours-text.ts';
import type { SheetField } from '../../people/sheet-columns.ts';
import type { Note, Scalar } from '../source.ts';
import type { PersonField } from './columns.ts';
import { dateOf } from './dates.ts';
import { notes } from './notes.ts';
import { type Certificate, certificatesIn, distinct, type Training, trainingsIn } from './record-lists.ts';
import { kindOf, listOf } from './words.ts';

/**
 * What a row says of a person; the number is empty where they are to be given one. A field that it does not say is absent, one that is to be cleared
 * is null.
 */
export type PersonRecord = {
  number: string;
  name?: string;
  kind?: string;
  phone?: string | null;
  organisation?: string | null;
  occupation?: string | null;
  skills?: string[];
  languages?: string[];
  stationAreaId?: number;
  homeAreaId?: number | null;
  availability?: WeekHours[] | null;
  joinedOn?: string | null;
  leftOn?: string | null;
  certificates?: Certificate[];
  trainings?: Training[];
};

/** Areas by what a register may call them: one id, or several that share the name. */
type AreaNames = ReadonlyMap<string, readonly number[]>;
export type Places = { stations: AreaNames; homes: AreaNames };

/** Reads the cell of a field of one row; blank is null. */
export type Cells = (field: PersonField) => Scalar;

const longest = {
  number: 64,
  name: 100,
  phone: 32,
  organisation: 200,
  occupation: 100,
  certificate: 100,
  certificateSkill: 50,
  certificateNumber: 64,
} as const;
type TextField = keyof typeof longest;
const entryLimit = 50;
const keptForErased = {
  english: 'erased-… is kept for erased people',
  chinese: 'erased-… 保留给已清除信息的人员',
};

const atMost = (most: number, english: string, chinese: string) => ({
  english: `${most} ${english} at most`,
  chinese: `最多 ${most} ${chinese}`,
});

/** What a row says, and everything that is wrong with it: a row with anything wrong is not taken. */
export function readPerson(
  cell: Cells,
  places: Places,
  { clears, givesNumbers }: { clears: (field: PersonField) => boolean; givesNumbers: boolean },
): { record: PersonRecord; problems: Note[] } {
  const problems: Note[] = [];
  const text = (field: TextField) => textOf(field, cell(field), problems);
  const number = text('number');
  if (number === null && !givesNumbers && problems.length === 0) problems.push(notes.noNumber());
  if (number?.startsWith('erased-')) problems.push(notes.wrongText('number', number, keptForErased));
  const kept = <K extends keyof PersonRecord>(
    field: K,
    value: PersonRecord[K] | null,
    from?: PersonField,
  ) => {
    if (value !== null && value !== undefined) return { [field]: value };
    return from !== undefined && clears(from) ? { [field]: null } : {};
  };
  const record: PersonRecord = {
    number: number ?? '',
    ...kept('name', text('name')),
    ...kept('kind', kindIn(cell('kind'), problems)),
    ...kept('phone', text('phone'), 'phone'),
    ...kept('organisation', text('organisation'), 'organisation'),
    ...kept('occupation', text('occupation'), 'occupation'),
    ...kept('skills', entriesOf('skills', cell('skills'), clears, problems)),
    ...kept('languages', entriesOf('languages', cell('languages'), clears, problems)),
    ...kept('stationAreaId', areaIn('station', cell('station'), places.stations, problems)),
    ...kept('homeAreaId', areaIn('home', cell('home'), places.homes, problems), 'home'),
    ...kept('availability', hoursIn(cell('availability'), problems), 'availability'),
    ...kept('joinedOn', dateIn('joinedOn', cell('joinedOn'), problems), 'joinedOn'),
    ...kept('leftOn', dateIn('leftOn', cell('leftOn'), problems), 'leftOn'),
    ...kept('certificates', listed(certificatesOf(cell, text, problems))),
    ...kept('trainings', listed(trainingsIn(cell('trainings'), problems))),
  };
  const { joinedOn, leftOn } = record;
  if (joinedOn && leftOn && leftOn < joinedOn) problems.push(notes.leftBeforeJoined(joinedOn, leftOn));
  return { record, problems };
}

function listed<T>(entries: T[]): T[] | null {
  return entries.length === 0 ? null : entries;
}

/** Text as it stands in the cell. */
function textOf(field: TextField, cell: Scalar, problems: Note[]): string | null {
  if (cell === null) return null;
  if (typeof cell === 'number' && Math.abs(cell) > Number.MAX_SAFE_INTEGER)
    problems.push(notes.lostDigits(field, cell));
  const text = String(cell).trim();
  if (text.length > longest[field])
    problems.push(notes.wrongText(field, text, atMost(longest[field], 'characters', '个字符')));
  return text === '' ? null : text;
}

function kindIn(cell: Scalar, problems: Note[]): string | null {
  if (cell === null) return null;
  const kind = kindOf(String(cell));
  if (kind === undefined) problems.push(notes.unknownKind(cell));
  return kind ?? null;
}

function entriesOf(
  field: 'skills' | 'languages',
  cell: Scalar,
  clears: (field: PersonField) => boolean,
  problems: Note[],
): string[] | null {
  if (cell === null) return clears(field) ? [] : null;
  const entries = listOf(String(cell));
  const tooLong = entries.find((entry) => entry.length > entryLimit);
  if (tooLong !== undefined)
    problems.push(notes.wrongText(field, tooLong, atMost(entryLimit, 'characters', '个字符')));
  if (entries.length > entryLimit)
    problems.push(notes.wrongText(field, `${entries.length}`, atMost(entryLimit, 'entries', '项')));
  return entries;
}

function areaIn(field: 'station' | 'home', cell: Scalar, areas: AreaNames, problems: Note[]): number | null {
  if (cell === null) return null;
  const ids = areas.get(areaKey(String(cell))) ?? [];
  const [only] = ids;
  if (only === undefined) problems.push(notes.unknownArea(field, cell));
  else if (ids.length > 1) problems.push(notes.ambiguousArea(cell));
  return only ?? null;
}

/** Names of areas are compared without case, width and blanks. */
export function areaKey(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, '');
}

function dateIn(field: SheetField, cell: Scalar, problems: Note[]): string | null {
  if (cell === null) return null;
  const date = dateOf(cell);
  if (date === undefined) problems.push(notes.wrongDate(field, cell));
  return date ?? null;
}

function hoursIn(cell: Scalar, problems: Note[]): WeekHours[] | null {
  if (cell === null) return null;
  const hours = readHours(String(cell));
  if (hours === undefined) problems.push(notes.wrongHours(cell));
  return hours ?? null;
}

/** The certificate of the columns that say it part by part, and those that one column lists. */
function certificatesOf(
  cell: Cells,
  text: (field: TextField) => string | null,
  problems: Note[],
): Certificate[] {
  const first = certificateIn(cell, text, problems);
  return distinct([...(first ? [first] : []), ...certificatesIn(cell('otherCertificates'), problems)]);
}

function certificateIn(
  cell: Cells,
  text: (field: TextField) => string | null,
  problems: Note[],
): Certificate | null {
  const name = text('certificate');
  const [skill, number] = [text('certificateSkill'), text('certificateNumber')];
  const issuedOn = dateIn('certificateIssuedOn', cell('certificateIssuedOn'), problems);
  const expiresOn = dateIn('certificateExpiresOn', cell('certificateExpiresOn'), problems);
  if (name !== null) {
    if (issuedOn && expiresOn && expiresOn <= issuedOn) problems.push(notes.certificateExpired());
    return { name, skill, number, issuedOn, expiresOn };
  }
  if (skill ?? number ?? issuedOn ?? expiresOn) problems.push(notes.certificateNameless());
  return null;
}
