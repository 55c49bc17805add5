import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { officeApi } from '../api-office.ts';
import type { ApiError } from '../http.ts';
import { type Dictionary, useI18n } from '../i18n/index.tsx';
import type { Person } from '../types-office.ts';
import { type Names, type Row, rowOf, rowsOf } from './row.ts';
import { makeRegister } from './view.ts';

const tableKey = ['people', 'table'];
/** More than a screen shows, so that it fills while the others are on their way. */
const atOnce = 100;

type Table = { rows: Row[]; teams: { id: number; name: string }[]; areas: { id: number; name: string }[] };

async function load(limit?: number): Promise<Table> {
  const table = await officeApi.peopleTable({ limit });
  return { rows: rowsOf(table), teams: table.teamNames, areas: table.areaNames };
}

/**
 * Everybody whom the chief covers. The first of them come by themselves and are shown while the others are on their way;
 * asked for at the same time, they would wait for one another.
 */
export function useRegister() {
  const { t } = useI18n();
  const client = useQueryClient();
  const [isKnown] = useState(() => client.getQueryData(tableKey) !== undefined);
  const first = useQuery({ queryKey: ['people', 'first'], queryFn: () => load(atOnce), enabled: !isKnown });
  const whole = useQuery({ queryKey: tableKey, queryFn: () => load(), enabled: isKnown || !first.isPending });
  const table = whole.data ?? first.data;
  const register = useMemo(() => table && makeRegister(table.rows, namesOf(table, t)), [table, t]);
  return {
    register,
    teams: table?.teams ?? nobody,
    isWhole: whole.data !== undefined,
    error: whole.error,
    refetch: whole.refetch,
  };
}

const nobody: Table['teams'] = [];

function namesOf({ areas, teams }: Table, t: Dictionary): Names {
  const areaNames = new Map(areas.map(({ id, name }) => [id, name]));
  const teamNames = new Map(teams.map(({ id, name }) => [id, name]));
  return {
    area: (id) => (id === null ? '' : (areaNames.get(id) ?? `#${id}`)),
    team: (id) => teamNames.get(id) ?? `#${id}`,
    kind: (kind) => t.words.personKinds[kind] ?? kind,
    list: t.common.list,
  };
}

/** Puts what the server answered into the table, without asking for 20,000 rows again. */
export function replaceRow(client: QueryClient, person: Person): void {
  const table = client.getQueryData<Table>(tableKey);
  if (!table) return;
  const rows = table.rows.map((row) => (row.id === person.id ? rowOf(person) : row));
  client.setQueryData<Table>(tableKey, { ...table, rows });
  const known = new Set(table.areas.map(({ id }) => id));
  const named = [person.stationAreaId, person.homeAreaId].filter((id) => id !== null);
  // A name that nobody in the table had so far is asked for with the rest.
  if (named.some((id) => !known.has(id))) void client.invalidateQueries({ queryKey: tableKey });
}

/** After a refusal: the file as the refusal gives it, else the whole register again. */
export function refreshRow(client: QueryClient, error: ApiError): void {
  const person = personInRefusal(error);
  if (person) replaceRow(client, person);
  else void client.invalidateQueries({ queryKey: tableKey });
}

/** The file as it is now, where a change was refused because it is another one than was read. */
export function personInRefusal({ problem }: ApiError): Person | undefined {
  return (problem as { person?: Person }).person;
}
