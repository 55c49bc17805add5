import type { Person, PersonKind, PersonTable } from '../types-office.ts';

/** One person as the table has them. */
export type Row = {
  id: number;
  number: string;
  name: string;
  kind: PersonKind;
  hasPhone: boolean;
  organisation: string | null;
  occupation: string | null;
  skills: string[];
  languages: string[];
  stationAreaId: number | null;
  homeAreaId: number | null;
  joinedOn: string | null;
  leftOn: string | null;
  nextExpiryOn: string | null;
  teams: number[];
  revision: number;
};

export type ColumnKey = Exclude<keyof Row, 'id' | 'hasPhone' | 'revision'>;

/** The names that rows give by id alone. */
export type Names = {
  area: (id: number | null) => string;
  team: (id: number) => string;
  kind: (kind: PersonKind) => string;
  list: (parts: readonly string[]) => string;
};

/** Columns as they were sent, as rows in the same order. */
export function rowsOf(table: PersonTable): Row[] {
  return table.id.map((id, index) => {
    const of = <T>(column: readonly T[]): T => {
      const value = column[index];
      if (value === undefined) throw new Error('The columns of the table of people differ in length.');
      return value;
    };
    return {
      id,
      number: of(table.number),
      name: of(table.name),
      kind: of(table.kind),
      hasPhone: of(table.hasPhone),
      organisation: of(table.organisation),
      occupation: of(table.occupation),
      skills: of(table.skills),
      languages: of(table.languages),
      stationAreaId: of(table.stationAreaId),
      homeAreaId: of(table.homeAreaId),
      joinedOn: of(table.joinedOn),
      leftOn: of(table.leftOn),
      nextExpiryOn: of(table.nextExpiryOn),
      teams: of(table.teams),
      revision: of(table.revision),
    };
  });
}

/** The row of a person whose file the server gave. */
export function rowOf(person: Person): Row {
  const { availability, erased, phone, teams, ...row } = person;
  return { ...row, teams: teams.map(({ id }) => id) };
}

/** What the cell of a column says, and what the column is sorted by. */
export function textOf(row: Row, key: ColumnKey, names: Names): string {
  switch (key) {
    case 'kind':
      return names.kind(row.kind);
    case 'stationAreaId':
    case 'homeAreaId':
      return names.area(row[key]);
    case 'teams':
      return names.list(row.teams.map(names.team));
    case 'skills':
    case 'languages':
      return names.list(row[key]);
    default:
      return row[key] ?? '';
  }
}
