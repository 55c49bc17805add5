import type { Knex } from 'knex';
import { DateTime } from 'luxon';
import type { NumberedPerson } from './insert-store.ts';
import { nextInSeries, stationCodes, templateInForce } from './number-queries.ts';
import { takeNumbers } from './number-store.ts';
import { type NumberSeries, numberOf, seriesKey, seriesOf } from './number-template.ts';
import type { PersonInput, PersonKind } from './person.ts';

type Unnumbered = {
  kind: PersonKind;
  stationAreaId?: number | null | undefined;
  joinedOn?: string | null | undefined;
};

/** Stands in a number for the station of those who have none: the district's own. */
const noStation = '0';

/** The number that somebody would get who was entered now, by the template in force or another. */
export async function proposeNumber(
  db: Knex,
  timeZone: string,
  of: Unnumbered,
  template?: string,
): Promise<string> {
  const [series] = await seriesOfEach(db, timeZone, [of], template);
  if (!series) throw new Error('No series was made for a person.');
  return numberOf(series, await nextInSeries(db, series, seriesKey(series)));
}

/** Gives those without a number the next free ones, in the order of the list. */
export async function numberPeople(
  trx: Knex,
  timeZone: string,
  people: readonly PersonInput[],
): Promise<NumberedPerson[]> {
  const without = people.filter(({ number }) => !number);
  if (without.length === 0) return people.map((person) => ({ ...person, number: person.number ?? '' }));
  const seriesOfPerson = new Map(
    (await seriesOfEach(trx, timeZone, without)).map((series, index) => [without[index], series]),
  );
  const next = await takeNumbers(trx, countsOf([...seriesOfPerson.values()]));
  return people.map((person) => {
    const series = seriesOfPerson.get(person);
    if (person.number || !series) return { ...person, number: person.number ?? '' };
    const key = seriesKey(series);
    const n = next.get(key) ?? 1;
    next.set(key, n + 1);
    return { ...person, number: numberOf(series, n) };
  });
}

async function seriesOfEach(
  db: Knex,
  timeZone: string,
  people: readonly Unnumbered[],
  given?: string,
): Promise<NumberSeries[]> {
  const template = given ?? (await templateInForce(db)).template;
  const codes = await stationCodes(db, [
    ...new Set(people.flatMap(({ stationAreaId }) => stationAreaId ?? [])),
  ]);
  const thisYear = String(DateTime.now().setZone(timeZone).year);
  return people.map(({ kind, stationAreaId, joinedOn }) =>
    seriesOf(template, {
      kind,
      stationCode: (stationAreaId && codes.get(stationAreaId)) || noStation,
      year: joinedOn?.slice(0, 4) ?? thisYear,
    }),
  );
}

function countsOf(series: readonly NumberSeries[]): { series: NumberSeries; count: number }[] {
  const counts = new Map<string, { series: NumberSeries; count: number }>();
  for (const one of series) {
    const known = counts.get(seriesKey(one));
    if (known) known.count += 1;
    else counts.set(seriesKey(one), { series: one, count: 1 });
  }
  return [...counts.values()];
}
