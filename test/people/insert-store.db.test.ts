import { expect, test } from 'vitest';
import { insertPeople } from '../../server/people/insert-store.ts';
import { personInput } from '../../server/people/person.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makePerson } from '../support/district.ts';

const { db } = await testDatabase();

test('many people are entered with all that their files hold, but for those whose number is taken', async () => {
  const village = await makeArea(db, { kind: 'village', box: [110, 40, 110.1, 40.1] });
  const known = await makePerson(db);
  const { number: taken } = await db('people').where({ id: known }).first('number');
  const person = (number: string, more = {}) => ({
    ...personInput.parse({ name: `人${number}`, kind: 'volunteer', ...more }),
    number,
  });
  const whole = {
    phone: '138 0000 0000',
    organisation: '护林队',
    occupation: '牧民',
    skills: ['骑马', '急救'],
    languages: ['蒙古语'],
    homeAreaId: village,
    availability: [{ days: [6, 7], from: '08:00', to: '24:00' }],
    joinedOn: '2020-03-01',
    leftOn: '2024-03-01',
    certificates: [{ name: '急救证', skill: '急救', issuedOn: '2024-01-01', expiresOn: '2027-01-01' }],
    trainings: [{ heldOn: '2024-05-01', subject: '森林防火', hours: 8, result: '合格' }],
  };
  const entered = await insertPeople(db, [
    person('N2', whole),
    person(taken, whole),
    person('N1'),
    person('N2', { organisation: 'another' }),
  ]);
  expect(entered.map(({ index }) => index)).toEqual([0, 2]);
  const [first] = entered;
  const rows = await db('people').where({ id: first?.id }).first();
  expect(rows).toMatchObject({
    phone: whole.phone,
    organisation: '护林队',
    occupation: '牧民',
    skills: whole.skills,
    languages: whole.languages,
    home_area_id: village,
    availability: whole.availability,
    joined_on: '2020-03-01',
    left_on: '2024-03-01',
  });
  const { id: _, ...certificate } = await db('certificates').first();
  expect(certificate).toEqual({
    person_id: first?.id,
    name: '急救证',
    skill: '急救',
    number: null,
    issued_on: '2024-01-01',
    expires_on: '2027-01-01',
  });
  const { id: __, ...training } = await db('trainings').first();
  expect(training).toEqual({
    person_id: first?.id,
    held_on: '2024-05-01',
    subject: '森林防火',
    hours: 8,
    result: '合格',
  });
  expect([await db('certificates').count(), await db('trainings').count()]).toEqual([
    [{ count: 1 }],
    [{ count: 1 }],
  ]);
});
