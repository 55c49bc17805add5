import type { Knex } from 'knex';
import { numberPeople } from '../../people/numbering.ts';
import { personKind } from '../../people/person.ts';
import type { Reading } from '../import.ts';
import { listUnnumbered } from '../queries.ts';
import { setNumbers } from '../store.ts';

/** Gives the rows that came without a number the next free ones of the template, in the order of the sheet. */
export async function giveNumbers(
  trx: Knex,
  timeZone: string,
  importId: number,
  defaults: Reading['defaults'],
): Promise<void> {
  const rows = (await listUnnumbered(trx, importId)).flatMap(({ index, record }) => {
    const kind = personKind.safeParse(record.kind ?? defaults.kind);
    if (!kind.success || record.name === undefined) return [];
    const stationAreaId = record.stationAreaId ?? defaults.stationAreaId;
    return [
      { index, person: { name: record.name, kind: kind.data, stationAreaId, joinedOn: record.joinedOn } },
    ];
  });
  if (rows.length === 0) return;
  const numbered = await numberPeople(
    trx,
    timeZone,
    rows.map(({ person }) => person),
  );
  const numbers = rows.map(({ index }, place) => ({ index, number: numbered[place]?.number ?? '' }));
  await setNumbers(trx, importId, numbers);
}
