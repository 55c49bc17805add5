import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from 'vitest';
import { makeAccount } from '../support/accounts.ts';
import type { Client } from '../support/client.ts';
import { testDatabase } from '../support/database.ts';
import { makeDevice, makeDeviceToken } from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();

let server: Client;
let chief: Client;

beforeEach(async () => {
  server = await startServer(db);
  chief = server.withToken((await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] })).token);
});

const json = { 'content-type': 'application/json' };
const person = { number: '1', name: 'one', kind: 'officer' };
const atLeast = (megabytes: number) =>
  JSON.stringify({ ...person, name: 'x'.repeat(megabytes * 1024 * 1024) });

describe('a body', () => {
  const send = async (body: string | Uint8Array, headers: Record<string, string> = json) => {
    const answer = await chief.post('/api/people', body, headers);
    return [answer.status, answer.body.title];
  };

  test('that is not JSON is refused with the reason', async () => {
    for (const body of ['{"number": ', 'number=1', '"a text"', '7', 'null', '{"number":NaN}'])
      expect(await send(body)).toEqual([400, 'not json']);
  });

  test('over 10 MB is refused, unpacked too', async () => {
    expect(await send(atLeast(10))).toEqual([413, 'body too large']);
    expect(await send(gzipSync(atLeast(11)), { ...json, 'content-encoding': 'gzip' })).toEqual([
      413,
      'body too large',
    ]);
    expect(await send(atLeast(9))).toEqual([422, 'invalid input']);
    const token = await makeDeviceToken(db, await makeDevice(db));
    const toDevices = await chief.post(`/ingest/osmand/${token}`, atLeast(5), json);
    expect([toDevices.status, toDevices.body.detail]).toEqual([413, 'The body is over the limit of 4 MB.']);
    // Of a stranger it is not even read.
    expect((await chief.post('/ingest/osmand/any', atLeast(5), json)).status).toBe(401);
  });

  test('in another encoding or cut short is refused', async () => {
    const latin = { 'content-type': 'application/json; charset=gbk' };
    expect(await send('{}', latin)).toEqual([415, 'unsupported encoding']);
    const packed = gzipSync(JSON.stringify(person));
    expect((await send(packed.subarray(0, 12), { ...json, 'content-encoding': 'gzip' }))[0]).toBe(400);
    expect((await send('{}', { ...json, 'content-encoding': 'rot13' }))[0]).toBe(415);
  });

  test('of the wrong shape is refused with every wrong field', async () => {
    const errors = async (body: unknown) => {
      const answer = await chief.post('/api/people', body, json);
      expect([answer.status, answer.body.title]).toEqual([422, 'invalid input']);
      return answer.body.errors.map(({ path }: { path: string }) => path).sort();
    };
    expect(await errors([])).toEqual(['']);
    expect(await errors({})).toEqual(['kind', 'name']);
    expect(await errors({ ...person, name: 7, skills: [1], stationAreaId: 1.5 })).toEqual([
      'name',
      'skills.0',
      'stationAreaId',
    ]);
    expect(await errors({ ...person, nmae: 'x', age: 4 })).toEqual(['age', 'nmae']);
    expect(await errors({ ...person, name: ' ' })).toEqual(['name']);
    expect(await errors({ ...person, stationAreaId: 2 ** 60 })).toEqual(['stationAreaId']);
    expect(await errors('{"number":"1","name":"one","kind":"officer","__proto__":{"x":1}}')).toEqual([
      '__proto__',
    ]);
  });

  test('that is missing, or sent as something else, is read as empty', async () => {
    expect(await send('number=1', { 'content-type': 'text/plain' })).toEqual([422, 'invalid input']);
  });
});

describe('a path or query', () => {
  const get = async (path: string) => {
    const { status, body } = await chief.get(path);
    const paths = body.errors?.map((error: { path: string }) => error.path);
    return [status, paths && [...new Set(paths)]];
  };

  test('with a number out of range, or none, is refused by name', async () => {
    for (const id of ['0', '-1', '1.5', 'x', '9007199254740993', '1e400'])
      expect(await get(`/api/people/${id}`)).toEqual([422, ['id']]);
    for (const limit of ['0', '1001', '-5', 'all'])
      expect(await get(`/api/people?limit=${limit}`)).toEqual([422, ['limit']]);
    expect(await get('/api/duties?at=yesterday')).toEqual([422, ['at']]);
    expect(await get('/api/duties?at=2026-02-30')).toEqual([422, ['at']]);
    expect(await get('/api/people?cursor=bm90IGpzb24')).toEqual([422, ['cursor']]);
  });

  test('with an unknown parameter is refused by name, also where none is taken', async () => {
    expect(await get('/api/people?colour=red')).toEqual([422, ['colour']]);
    expect(await get('/api/session?colour=red')).toEqual([422, ['colour']]);
    expect(await get('/api/people?kind=officer&kind=volunteer')).toEqual([422, ['kind']]);
  });

  test('with text that cannot be decoded or stored is refused', async () => {
    expect((await get('/api/people/%E0%A4%A'))[0]).toBe(400);
    expect((await get('/api/people?q=%00'))[0]).toBe(422);
  });

  test('that leads nowhere is a problem, too', async () => {
    const { status, headers, body } = await chief.get('/api/nothing');
    expect([status, headers.get('content-type'), body.title]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
      'no such path',
    ]);
  });
});

test('refusals speak the language of the request', async () => {
  const chinese = await chief.get('/api/people/999999', undefined, {
    'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8',
  });
  expect(chinese.body.detail).toBe('您的辖区内没有人员 999999。');
  const english = await chief.get('/api/people/999999', undefined, { 'accept-language': 'en-GB' });
  expect(english.body.detail).toBe('There is no person 999999 in your area.');
});
