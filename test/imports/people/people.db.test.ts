import { writeXlsx } from 'hucre/xlsx';
import { beforeEach, describe, expect, test } from 'vitest';
import { everywhere } from '../../../server/access/scope.ts';
import { readRows } from '../../../server/imports/people/read-rows.ts';
import { forgetRefused } from '../../../server/imports/store.ts';
import { makeAccount } from '../../support/accounts.ts';
import type { Client } from '../../support/client.ts';
import { testDatabase } from '../../support/database.ts';
import {
  makeArea,
  makeAssignment,
  makeCarrier,
  makeCell,
  makeDevice,
  makeDuty,
  makePlan,
} from '../../support/district.ts';
import { startServer } from '../../support/server.ts';

const { db } = await testDatabase();

let server: Client;
let chief: Client;
let district: number;
let station: number;
let nextStation: number;

const clientOf = async (role: 'chief' | 'planner', areaId: number | null) =>
  server.withToken((await makeAccount(db, { grants: [{ role, areaId }] })).token);

beforeEach(async () => {
  server = await startServer(db);
  district = await makeArea(db, { kind: 'district', box: [110, 40, 110.3, 40.2] });
  station = await makeArea(db, { kind: 'station', box: [110, 40, 110.1, 40.1], name: '昆北派出所' });
  nextStation = await makeArea(db, { kind: 'station', box: [110.1, 40, 110.2, 40.1], name: '昆南派出所' });
  await makeArea(db, { kind: 'village', box: [110.01, 40.01, 110.02, 40.02], name: '哈业脑包村' });
  chief = await clientOf('chief', station);
});

function formOf(content: Buffer | Uint8Array | string, fields: Record<string, string> = {}): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries({ kind: 'people', ...fields })) form.set(name, value);
  form.set('file', new Blob([Uint8Array.from(Buffer.from(content))]), '名册.csv');
  return form;
}

const previewed = async (
  content: Buffer | Uint8Array | string,
  fields: Record<string, string> = {},
  client = chief,
) => (await client.post('/api/imports', formOf(content, fields))).body;
const committed = async (id: number, client = chief) => (await client.post(`/api/imports/${id}/commit`)).body;
const undone = async (id: number, client = chief) => (await client.post(`/api/imports/${id}/undo`)).body;

async function imported(content: Buffer | Uint8Array | string, fields: Record<string, string> = {}) {
  const preview = await previewed(content, fields);
  expect(preview).toMatchObject({ id: expect.any(Number) });
  return { preview, result: await committed(preview.id) };
}

async function enter(given: {
  number: string;
  stationAreaId: number;
  name?: string;
  kind?: string;
}): Promise<number> {
  const { number, stationAreaId, name = number, kind = 'volunteer' } = given;
  const [row] = await db('people')
    .insert({ number, name, kind, station_area_id: stationAreaId })
    .returning('id');
  return row.id;
}

const slug = (body: { type: string }) => body.type.split('/').at(-1);
const columns = ['number', 'name', 'kind', 'phone', 'organisation', 'skills', 'languages', 'station_area_id'];
const peopleNow = () =>
  db('people')
    .select(...columns, 'occupation', 'availability', 'joined_on', 'left_on')
    .orderBy('number');

const person = (more: object) => ({
  kind: 'volunteer',
  phone: null,
  organisation: null,
  skills: [],
  languages: [],
  station_area_id: station,
  occupation: null,
  availability: null,
  joined_on: null,
  left_on: null,
  ...more,
});

const register = `编号,姓名,类别,手机号码,单位,技能,语言,派出所,居住地,可用时间,入队日期,备注
A1,张三,义警,13800000001,某公司,急救、法律咨询,蒙古语,昆北派出所,哈业脑包村,周末 08:00-12:00,2024/3/1,x
A2,李四,辅警,,,,,昆北,,,2024年3月1日,
`;

describe('a preview', () => {
  test('says what each column is taken as and what would become of the rows, and changes nothing', async () => {
    await enter({ number: 'A2', name: '李四', stationAreaId: station, kind: 'auxiliary' });
    const preview = await previewed(register);
    expect(preview).toMatchObject({
      kind: 'people',
      format: 'csv',
      encoding: 'utf-8',
      features: 2,
      reading: {
        sheet: null,
        headerRows: [1],
        defaults: { kind: null, stationAreaId: station },
        blanks: 'keep',
        counts: { create: 1, update: 1, unchanged: 0, refused: 0 },
      },
    });
    const mapped = Object.fromEntries(
      preview.fields.map(({ name, mappedTo }: { name: string; mappedTo: string | null }) => [name, mappedTo]),
    );
    expect([mapped['编号'], mapped['手机号码'], mapped['居住地'], mapped['备注']]).toEqual([
      'number',
      'phone',
      'home',
      null,
    ]);
    expect(preview.problems.map(({ kind }: { kind: string }) => kind)).toEqual([
      'new-skill',
      'new-skill',
      'new-language',
    ]);
    const { body } = await chief.get(`/api/imports/${preview.id}/rows`);
    expect(
      body.rows.map(({ row, action, number }: Record<string, unknown>) => [row, action, number]),
    ).toEqual([
      [2, 'create', 'A1'],
      [3, 'update', 'A2'],
    ]);
    expect(body.rows[1].changes).toEqual([{ field: 'joinedOn', before: null, after: '2024-03-01' }]);
    expect(await db('people').count({ count: '*' })).toEqual([{ count: 1 }]);
  });

  test('lists every row that cannot be taken, with its number in the sheet and all its reasons', async () => {
    await enter({ number: 'F1', stationAreaId: nextStation });
    const preview = await previewed(`编号,姓名,类别,派出所,入队日期,离队日期
,无号,义警,,,
B1,重复,义警,,,
B1,重复二,义警,,,
B2,王五,保安,不存在派出所,2024-02-30,
B3,赵六,义警,,2024-03-02,20240301
F1,他人,义警,,,
B4,,义警,,,
B5,钱七,,,,
B6,好,网格员,,,
`);
    const told = preview.problems.map(({ row, kind }: { row: number; kind: string }) => [row, kind]);
    expect(told).toEqual([
      [2, 'number-missing'],
      [4, 'duplicate-number'],
      [5, 'unknown-kind'],
      [5, 'unknown-station'],
      [5, 'wrong-date'],
      [6, 'left-before-joined'],
      [7, 'number-of-another'],
      [8, 'name-missing'],
      [9, 'kind-missing'],
    ]);
    expect(preview.reading.counts).toEqual({ create: 2, update: 0, unchanged: 0, refused: 7 });
    const result = await committed(preview.id);
    expect([
      result.created,
      result.skippedCount,
      result.skipped.map(({ row }: { row: number }) => row),
    ]).toEqual([2, 7, [2, 4, 5, 6, 7, 8, 9]]);
    expect(await db('people').whereIn('number', ['B1', 'B6']).pluck('name').orderBy('number')).toEqual([
      '重复',
      '好',
    ]);
    const { body } = await chief.get(`/api/imports/${preview.id}/refused?f=csv&lang=zh`);
    expect(body.split('\r\n')).toHaveLength(9);
    expect(body).toContain('B2,王五,保安,不存在派出所,2024-02-30,,5,');
    expect(body).not.toContain('他人 '); // The row is given back as it came, and nothing of whose number it is.
  });

  test('takes a mapping, a sheet, and what rows do not say', async () => {
    const file = await writeXlsx({
      sheets: [
        { name: '说明', rows: [['填写说明'], ['请逐行填写']] },
        {
          name: '名单',
          rows: [
            ['代号', '称呼'],
            ['C1', '孙八'],
          ],
        },
      ],
    });
    const refused = await previewed(file);
    expect([slug(refused), refused.errors[0].path]).toEqual(['number-column', 'mapping']);
    const fields = { layer: '名单', mapping: '{"代号":"number","称呼":"name"}', personKind: 'grid_worker' };
    const { preview, result } = await imported(file, fields);
    expect([preview.reading.sheet, preview.reading.sheets, result.created]).toEqual([
      '名单',
      ['说明', '名单'],
      1,
    ]);
    expect(await peopleNow()).toEqual([person({ number: 'C1', name: '孙八', kind: 'grid_worker' })]);
    expect(slug(await previewed(file, { ...fields, mapping: '{"代号":"badge"}' }))).toBe('wrong-mapping');
  });

  test('of a sheet full of faults keeps the first of them and counts all', async () => {
    const header = ['编号', '姓名', '类别', '技能'];
    async function* rows() {
      yield { row: 1, cells: header };
      for (let row = 2; row <= 1_301; row += 1)
        if (row <= 41) yield { row, cells: header };
        else if (row <= 101) yield { row, cells: [`K${row}`, '好', '义警', `技能${row}`] };
        else yield { row, cells: [null, '无', '保安', null] };
    }
    const { id } = await previewed(register);
    await db('import_features').delete();
    const table = { format: 'csv' as const, encoding: 'utf-8', sheet: null, sheets: [], notes: [], rows };
    const read = await readRows(db, everywhere, id, table, {
      mapping: undefined,
      clearsBlanks: false,
      givesNumbers: false,
    });
    expect([read.rows, read.refused, read.problemCount]).toEqual([1_260, 1_200, 1 + 50 + 2 * 1_200]);
    expect(read.problems).toHaveLength(1 + 50 + 1_000);
    expect(read.problems.at(-1)).toMatchObject({ row: 601 });
    expect(read.problems[0]?.english).toMatch(/^Rows 2, .*, 21 say/);
    expect(await db('import_features').count({ count: '*' })).toEqual([{ count: 1_260 }]);
  });

  test('is the chief’s who sent it, and of their stations', async () => {
    const { id } = await previewed(register);
    const other = await clientOf('chief', nextStation);
    const planner = await clientOf('planner', station);
    expect((await other.get(`/api/imports/${id}`)).status).toBe(404);
    expect((await other.post(`/api/imports/${id}/commit`)).status).toBe(404);
    expect((await planner.post('/api/imports', formOf(register))).status).toBe(403);
    expect(slug(await previewed(register, { areaId: String(nextStation) }))).toBe('station-not-found');
    const foreign = await previewed('编号,姓名,类别,派出所\nD1,某,义警,昆南派出所\n');
    expect(foreign.problems.map(({ kind }: { kind: string }) => kind)).toEqual(['unknown-station']);
    const whole = await clientOf('chief', district);
    expect((await previewed('编号,姓名,类别\nD1,某,义警\n', {}, whole)).reading.counts.create).toBe(1);
  });
});

describe('a commit', () => {
  test('enters and updates by number, and a second one of the same file finds nothing to do', async () => {
    await enter({ number: 'A2', name: '旧名', stationAreaId: station, kind: 'volunteer' });
    await db('people').where({ number: 'A2' }).update({ phone: '110', organisation: '老单位' });
    const { result } = await imported(register);
    expect(result).toEqual({
      created: 1,
      updated: 1,
      unchanged: 0,
      skipped: [],
      skippedCount: 0,
      repaired: [],
    });
    expect(await peopleNow()).toEqual([
      person({
        number: 'A1',
        name: '张三',
        phone: '13800000001',
        organisation: '某公司',
        skills: ['急救', '法律咨询'],
        languages: ['蒙古语'],
        availability: [{ days: [6, 7], from: '08:00', to: '12:00' }],
        joined_on: '2024-03-01',
      }),
      person({
        number: 'A2',
        name: '李四',
        kind: 'auxiliary',
        phone: '110',
        organisation: '老单位',
        joined_on: '2024-03-01',
      }),
    ]);
    expect((await imported(register)).result).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
    const cleared = await imported(register, { blanks: 'clear' });
    expect(cleared.result).toMatchObject({ updated: 1, unchanged: 1 });
    expect(await db('people').where({ number: 'A2' }).first('phone', 'organisation')).toEqual({
      phone: null,
      organisation: null,
    });
  });

  test('takes homes outside of the station, and of two with one name that within', async () => {
    const box = [110.15, 40.01, 110.16, 40.02] as const;
    const far = await makeArea(db, { kind: 'village', box: [...box], name: '远处村' });
    await makeArea(db, { kind: 'village', box: [...box], name: '哈业脑包村' });
    const near = (await db('areas').where({ name: '哈业脑包村' }).orderBy('id').first('id')).id;
    const { result } = await imported(
      '编号,姓名,类别,居住地\nH1,甲,义警,远处村\nH2,乙,义警,哈业脑包村\nH3,丙,义警,无此村\n',
    );
    expect([result.created, result.skipped.map(({ row }: { row: number }) => row)]).toEqual([2, [4]]);
    expect(await db('people').orderBy('number').pluck('home_area_id')).toEqual([far, near]);
  });

  test('keeps certificates by name and number', async () => {
    const head = '编号,姓名,类别,证书名称,证书编号,发证日期,有效期至';
    await imported(`${head}\nE1,周九,义警,急救员证,77,2024-01-01,2026-01-01\n`);
    await imported(`${head}\nE1,周九,义警,急救员证,,,2028-01-01\n`);
    await imported(`${head}\nE1,周九,义警,蒙汉翻译证,,,\n`);
    expect(
      await db('certificates').select('name', 'number', 'issued_on', 'expires_on').orderBy('id'),
    ).toEqual([
      { name: '急救员证', number: '77', issued_on: '2024-01-01', expires_on: '2028-01-01' },
      { name: '蒙汉翻译证', number: null, issued_on: null, expires_on: null },
    ]);
    const wrong = await previewed(`${head}\nE1,周九,义警,,78,,\nE2,吴十,义警,甲,,2024-01-02,2024-01-01\n`);
    expect(wrong.problems.map(({ kind }: { kind: string }) => kind)).toEqual([
      'certificate-without-name',
      'expires-before-issued',
    ]);
  });

  test('takes several certificates and trainings of a person, changes those meant, and is undone', async () => {
    const head = '编号,姓名,类别,证书名称,证书编号,其他证书,培训记录';
    const listed = () =>
      Promise.all([
        db('certificates').select('name', 'skill', 'number', 'expires_on').orderBy('id'),
        db('trainings').select('held_on', 'subject', 'hours', 'result').orderBy('id'),
      ]);
    await imported(
      `${head}\nE1,周九,义警,急救员证,77,蒙汉翻译证｜蒙古语｜｜2024/1/1｜2026/1/1；驾驶证|驾驶,2024年3月1日｜反诈培训｜8学时｜合格；20240615｜防火演练\n`,
    );
    const before = await listed();
    expect(before).toEqual([
      [
        { name: '急救员证', skill: null, number: '77', expires_on: null },
        { name: '蒙汉翻译证', skill: '蒙古语', number: null, expires_on: '2026-01-01' },
        { name: '驾驶证', skill: '驾驶', number: null, expires_on: null },
      ],
      [
        { held_on: '2024-03-01', subject: '反诈培训', hours: 8, result: '合格' },
        { held_on: '2024-06-15', subject: '防火演练', hours: null, result: null },
      ],
    ]);
    const { preview, result } = await imported(
      `${head}\nE1,周九,义警,急救员证,,蒙汉翻译证｜｜T-1；驾驶证｜｜｜｜2030-01-01,2024-06-15｜防火演练｜4；2024-06-15｜防火演练｜2\n`,
    );
    expect([preview.reading.counts.update, result.updated]).toEqual([1, 1]);
    const [certificates, trainings] = await listed();
    expect(certificates?.slice(2)).toEqual([
      { name: '驾驶证', skill: '驾驶', number: null, expires_on: '2030-01-01' },
      { name: '蒙汉翻译证', skill: null, number: 'T-1', expires_on: null },
    ]);
    expect(trainings?.map(({ subject, hours }) => [subject, hours])).toEqual([
      ['反诈培训', 8],
      ['防火演练', 4],
      ['防火演练', 2],
    ]);
    expect(await undone(preview.id)).toEqual({ removed: 0, restored: 1, kept: [] });
    expect(await listed()).toEqual(before);
    const wrong = await previewed(
      `${head}\nE1,,,,,甲｜｜｜2024-01-02｜2024-01-01,\nE1,,,,,,防火演练\nE1,,,,,,2024-01-01｜甲｜无\n`,
    );
    expect(wrong.problems.map(({ kind }: { kind: string }) => kind)).toEqual([
      'wrong-otherCertificates',
      'wrong-trainings',
      'wrong-trainings',
    ]);
  });

  test('ends what somebody is engaged in who leaves by it', async () => {
    const id = await enter({ number: 'L1', stationAreaId: station });
    await makeDuty(db, { personId: id, from: '2024-01-01T00:00:00Z' });
    await imported('编号,离队日期\nL1,2024-02-01\n');
    expect(await db('duties').where({ person_id: id }).first(db.raw('upper(period) as to'))).toEqual({
      to: new Date('2024-01-31T16:00:00Z'),
    });
  });

  test('gives numbers to rows that have none where that is asked for', async () => {
    const file = '姓名,类别\n甲,义警\n乙,义警\n,义警\n';
    expect(slug(await previewed(file))).toBe('number-column');
    const { preview, result } = await imported(file, { numbers: 'give' });
    expect([preview.reading.counts.create, result.created, result.skippedCount]).toEqual([2, 2, 1]);
    const given = await db('people').orderBy('name').select('name', 'number');
    expect(new Set(given.map(({ number }) => number)).size).toBe(2);
    expect(given.every(({ number }) => number.length > 1)).toBe(true);
  });

  test('happens once', async () => {
    const { preview } = await imported(register);
    expect(slug(await committed(preview.id))).toBe('import-committed');
  });
});

describe('an undo', () => {
  test('takes out whom the import entered and gives back what it changed', async () => {
    await enter({ number: 'A2', name: '旧名', stationAreaId: station, kind: 'volunteer' });
    const before = await peopleNow();
    const { preview } = await imported(`${register.trim()}\n`, { blanks: 'clear' });
    expect(await undone(preview.id)).toEqual({ removed: 1, restored: 1, kept: [] });
    expect(await peopleNow()).toEqual(before);
    expect(slug(await undone(preview.id))).toBe('import-undone');
    const { body } = await chief.get('/api/imports');
    expect(body.imports).toEqual([
      {
        id: preview.id,
        fileName: '名册.csv',
        committedAt: expect.any(String),
        undoneAt: expect.any(String),
        result: { created: 1, updated: 1, unchanged: 0, skippedCount: 0, repaired: [] },
      },
    ]);
  });

  test('leaves what was used or changed since, and says why', async () => {
    for (const number of ['U1', 'U2'])
      await enter({ number, name: '旧', stationAreaId: station, kind: 'volunteer' });
    const head = '编号,姓名,类别,单位,证书名称';
    const { preview } = await imported(
      `${head}\nN1,用,义警,,证\nN2,改,义警,,证\nN3,走,义警,,证\nU1,新,义警,新单位,证\nU2,新,义警,,证\nN4,清,义警,,\n`,
    );
    const idOf = async (number: string) => (await db('people').where({ number }).first('id')).id;
    await makeDuty(db, { personId: await idOf('N1'), from: '2024-01-01T00:00:00Z' });
    await chief.patch(`/api/people/${await idOf('N2')}`, { phone: '120' });
    await chief.patch(`/api/people/${await idOf('U1')}`, { organisation: '更新的单位' });
    await chief.delete(`/api/people/${await idOf('N4')}`);
    const { removed, restored, kept } = await undone(preview.id);
    expect([removed, restored]).toEqual([1, 2]);
    expect(kept.map(({ row, reason }: { row: number; reason: string }) => [row, reason])).toEqual([
      [2, 'is in use since: duties'],
      [3, 'was changed since'],
      [5, 'restored, but for what was changed since: organisation'],
      [7, 'was erased since; that stays'],
    ]);
    const names = await db('people')
      .whereIn('number', ['N1', 'N2', 'N3', 'U1', 'U2'])
      .orderBy('number')
      .select('number', 'name', 'organisation');
    expect(names).toEqual([
      { number: 'N1', name: '用', organisation: null },
      { number: 'N2', name: '改', organisation: null },
      { number: 'U1', name: '旧', organisation: '更新的单位' },
      { number: 'U2', name: '旧', organisation: null },
    ]);
    expect(await db('certificates').count({ count: '*' })).toEqual([{ count: 2 }]);
  });

  test('lets go on what ended with leaving by the import, and says what has been taken since', async () => {
    const id = await enter({ number: 'L1', stationAreaId: station });
    const other = await enter({ number: 'L2', stationAreaId: station });
    const plan = await makePlan(db, { from: '2024-01-01T00:00:00Z' });
    const cellId = await makeCell(db, { planIds: [plan], box: [110.02, 40.02, 110.03, 40.03] });
    await makeAssignment(db, { personId: id, cellId, from: '2024-01-01T00:00:00Z' });
    await makeAssignment(db, { personId: id, areaId: station, from: '2024-05-01T00:00:00Z' });
    await makeDuty(db, { personId: id, from: '2024-01-01T00:00:00Z', to: '2024-01-02T00:00:00Z' });
    await makeDuty(db, { personId: id, from: '2024-01-03T00:00:00Z' });
    const [device, taken] = [await makeDevice(db), await makeDevice(db)];
    for (const deviceId of [device, taken])
      await makeCarrier(db, { deviceId, personId: id, from: '2024-01-01T00:00:00Z' });
    const [team] = await db('teams')
      .insert({ name: '队', kind: 'taxi', station_area_id: station, leader_person_id: id })
      .returning('id');
    await db.raw(`insert into team_members (team_id, person_id, period) values (?, ?, '[2024-01-01,)')`, [
      team.id,
      id,
    ]);
    const engaged = async () => [
      await db('assignments').orderBy('id'),
      await db('duties').orderBy('id'),
      await db('device_carriers').where({ person_id: id }).orderBy('id'),
      await db('team_members').select(),
      await db('teams').pluck('leader_person_id'),
    ];
    const before = await engaged();
    const { preview } = await imported('编号,离队日期\nL1,2024-02-01\nL2,2024-02-01\n');
    expect(await db('assignments').select(db.raw('upper(period) as "to"'))).toEqual([
      { to: new Date('2024-01-31T16:00:00Z') },
    ]);
    await makeCarrier(db, { deviceId: taken, personId: other, from: '2024-03-01T00:00:00Z' });
    const { restored, kept } = await undone(preview.id);
    expect([restored, kept.map(({ reason }: { reason: string }) => reason)]).toEqual([
      2,
      [
        'restored; what ended when they left by the import cannot go on as it was, for it was changed or taken since; enter it anew: devices',
      ],
    ]);
    const [assignments, duties, carriers, members, leaders] = await engaged();
    const [first, second] = before[2] ?? [];
    expect([assignments, duties, carriers, members, leaders]).toEqual([
      before[0],
      before[1],
      [first, { ...second, period: expect.stringMatching(/2024-01-31 16:00:00\+00"\)$/) }],
      before[3],
      [id],
    ]);
    expect(await db('people').where({ id }).first('left_on')).toEqual({ left_on: null });
  });

  test('keeps the later day of leaving of whoever is engaged beyond the one before', async () => {
    const ids = [
      await enter({ number: 'L1', stationAreaId: station }),
      await enter({ number: 'L2', stationAreaId: station }),
    ];
    await db('people').whereIn('id', ids).update({ left_on: '2024-02-01' });
    const { preview } = await imported('编号,姓名,离队日期\nL1,新,2030-01-01\nL2,新,2030-01-01\n');
    await makeDuty(db, { personId: ids[0] ?? 0, from: '2024-03-01T00:00:00Z' });
    const { restored, kept } = await undone(preview.id);
    expect([restored, kept.map(({ reason }: { reason: string }) => reason)]).toEqual([
      2,
      [
        'restored; the day of leaving stays as the import set it, for they are engaged beyond the one before it',
      ],
    ]);
    expect(await db('people').whereIn('id', ids).orderBy('number').select('name', 'left_on')).toEqual([
      { name: 'L1', left_on: '2030-01-01' },
      { name: 'L2', left_on: '2024-02-01' },
    ]);
  });

  test('and every import keep nothing of somebody who is erased', async () => {
    await enter({ number: 'ZX9', name: '甲乙丙', stationAreaId: station });
    const id = await enter({ number: 'ZX9b', name: '甲乙丁', stationAreaId: station });
    const head = '序号,编号,姓名,类别,手机号码';
    const kept = await imported('编号,姓名,单位\nZX9b,丁新,某单位\n');
    await db('people').where({ id }).update({ organisation: '另一单位' });
    expect((await undone(kept.preview.id)).kept).toMatchObject([{ number: 'ZX9b', name: '甲乙丁' }]);
    const undoResult = async () => (await chief.get(`/api/imports/${kept.preview.id}`)).body.undoResult;
    expect((await undoResult()).kept).toMatchObject([{ number: 'ZX9b', name: '甲乙丁', row: 2 }]);
    const rows = `${head}\nZX9,Q1,甲,保安,\n2,ZX9,甲乙丙,保安,13800009999\n3,ZX9b,甲乙丁,保安,13800008888\n`;
    const { result, preview } = await imported(rows);
    expect(result.skipped.map(({ row }: { row: number }) => row)).toEqual([2, 3, 4]);
    const waiting = await previewed(
      `${head}\n1,ZX9,甲乙丙,义警,13800009999\n2,ZX9b,甲乙丁,保安,13800008888\n`,
    );
    for (const number of ['ZX9', 'ZX9b'])
      await chief.delete(`/api/people/${(await db('people').where({ number }).first('id')).id}`);
    expect((await undoResult()).kept).toMatchObject([{ personId: id, number: '', name: '' }]);
    const left = [await db('imports').select(), await db('import_features').select()].map((all) =>
      JSON.stringify(all),
    );
    expect(left.join('').match(/ZX9b|甲乙|13800009999|13800008888/g)).toBeNull();
    const { rows: stay } = (await chief.get(`/api/imports/${preview.id}/rows?action=refused`)).body;
    expect(stay.map(({ row }: { row: number }) => row)).toEqual([2]);
    expect((await chief.get(`/api/imports/${preview.id}`)).body).toMatchObject({
      problems: [{ row: 2 }],
      result: { skipped: [{ row: 2 }], skippedCount: 3 },
    });
    expect(await committed(waiting.id)).toMatchObject({ created: 0, skippedCount: 0 });
    await db('imports').update({ committed_at: '2024-01-01T00:00:00Z' });
    await forgetRefused(db, 7);
    expect((await chief.get(`/api/imports/${preview.id}`)).body).toMatchObject({
      problems: [],
      result: { skipped: [], skippedCount: 3 },
    });
  });

  test('knows every table that may refer to a person', async () => {
    const { rows } = await db.raw(
      `select conrelid::regclass::text as name from pg_constraint
       where contype = 'f' and confrelid = 'people'::regclass order by 1`,
    );
    expect([...new Set(rows.map(({ name }: { name: string }) => name))]).toEqual([
      ...[
        'accounts',
        'assignments',
        'certificates',
        'decision_versions',
        'device_carriers',
        'duties',
        'looks',
        'people_import_changes',
        'proposed_assignments',
      ],
      ...['team_members', 'teams', 'trainings'],
    ]);
  });

  test('is refused for what was not committed', async () => {
    const { id } = await previewed(register);
    expect(slug(await undone(id))).toBe('import-not-committed');
  });
});

describe('an export', () => {
  test('is taken back by an import without a change, in both formats, and calculates nothing', async () => {
    await imported(register);
    await db('people')
      .where({ number: 'A1' })
      .update({ name: "=cmd|' /C calc'!A0", phone: '+86 138', organisation: "'-1" });
    const { id } = await db('people').where({ number: 'A1' }).first('id');
    const certificate = (name: string, expires: string) => ({ person_id: id, name, expires_on: expires });
    await db('certificates').insert([
      certificate('急救；"员"｜证', '2024-01-01'),
      ...['2026-01-01', '2025-01-01'].map((day) => certificate('急救员证', day)),
    ]);
    const training = { person_id: id, held_on: '2024-03-01', subject: '=1+1' };
    await db('trainings').insert([
      { ...training, hours: 1.5, result: null },
      { ...training, hours: null, result: '甲' },
    ]);
    for (const f of ['csv', 'xlsx']) {
      const response = await fetch(`${server.url}/api/people/export?f=${f}&contact=true&lang=zh`, {
        headers: { authorization: await bearer() },
      });
      const bytes = Buffer.from(await response.arrayBuffer());
      if (f === 'csv') {
        expect(bytes.toString('utf8')).toContain('\ufeff编号,姓名,类别,手机');
        expect(bytes.toString('utf8')).toContain("A1,'=cmd|' /C calc'!A0,义警,'+86 138,");
      }
      expect((await previewed(bytes)).reading.counts).toEqual({
        create: 0,
        update: 0,
        unchanged: 2,
        refused: 0,
      });
    }
  });

  test('has contact details only where asked for, and then each look is recorded', async () => {
    await imported(register);
    const plain = await chief.get('/api/people/export?f=csv&kind=volunteer');
    expect([
      plain.body.includes('13800000001'),
      plain.body.includes('张三'),
      plain.body.includes('李四'),
    ]).toEqual([false, true, false]);
    expect(await db('looks').count({ count: '*' })).toEqual([{ count: 0 }]);
    const full = await chief.get('/api/people/export?f=csv&contact=true');
    expect(full.body.includes('13800000001')).toBe(true);
    expect(await db('looks').pluck('what')).toEqual(['contact', 'contact']);
  });

  test('has a template that an import understands', async () => {
    const { body } = await chief.get('/api/imports/template?f=csv&lang=zh');
    const preview = await previewed(body);
    expect(preview.fields.every(({ mappedTo }: { mappedTo: string | null }) => mappedTo !== null)).toBe(true);
    expect(preview.reading.counts.create).toBe(1);
  });
});

async function bearer(): Promise<string> {
  const { token } = await makeAccount(db, { grants: [{ role: 'chief', areaId: station }] });
  return `Bearer ${token}`;
}
