import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import pino from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../../../server/config.ts';
import { openDatabase } from '../../../server/database/open.ts';
import type { Bounds } from '../../../server/devices/jt808/bounds.ts';
import { startTerminalServer } from '../../../server/devices/jt808/server.ts';
import { replaceToken, revokeTokens } from '../../../server/devices/store.ts';
import { makeAccount } from '../../support/accounts.ts';
import { testDatabase } from '../../support/database.ts';
import { startServer } from '../../support/server.ts';
import { Terminal } from '../../support/terminal.ts';
import {
  batchBody,
  positionBody,
  registrationBody,
  type TerminalKind,
  type TerminalPosition,
} from '../../support/terminal-messages.ts';

const { db, connection, isEmbedded } = await testDatabase();
const number = '13800138001';
const minute = 60_000;
/** Parts are waited for as long as a test can. */
const quick = { sweepMs: 50, partsAskedMs: 200, partsKeptMs: 600 };

async function startGateway(on: Knex = db, bounds: Partial<Bounds> = {}) {
  const deps = { db: on, config: readConfig({}), log: pino({ level: 'silent' }) };
  const server = await startTerminalServer(deps, 0, '127.0.0.1', { ...quick, ...bounds });
  onTestFinished(server.stop);
  const connectTerminal = async (kind: TerminalKind = { number }) => {
    const terminal = await Terminal.connect(server.port, kind);
    onTestFinished(() => terminal.close());
    return terminal;
  };
  return { ...server, connectTerminal };
}

async function makeTerminalDevice(columns: Record<string, unknown> = {}): Promise<number> {
  const [row] = await db('devices')
    .insert({ name: 'terminal', identity: number, ...columns })
    .returning('id');
  return row.id;
}

/** A gateway, and a terminal that has come in. */
async function startSession(columns: Record<string, unknown> = {}, kind: TerminalKind = { number }) {
  const deviceId = await makeTerminalDevice(columns);
  const token = await replaceToken(db, deviceId);
  const gateway = await startGateway();
  const terminal = await gateway.connectTerminal(kind);
  expect(await terminal.authenticate(token)).toBe(0);
  return { deviceId, token, gateway, terminal };
}

/** Positions a minute apart, the last one just now. */
function positions(count: number): TerminalPosition[] {
  const last = Math.floor(Date.now() / 1000) * 1000;
  return Array.from({ length: count }, (_, index) => ({
    at: last - (count - 1 - index) * minute,
    lon: 119.75 + index * 1e-4,
    lat: 49.21,
  }));
}

const [first = { at: 0, lon: 0, lat: 0 }] = positions(1);

async function storedFixes(deviceId: number) {
  return db('fixes').where({ device_id: deviceId }).orderBy('recorded_at');
}

test('a terminal registers, authenticates with the code and reports; what is acknowledged is stored', async () => {
  const deviceId = await makeTerminalDevice();
  const gateway = await startGateway();
  const terminal = await gateway.connectTerminal();
  const { result, code } = await terminal.register();
  expect(result).toBe(0);
  expect(await terminal.authenticate(code)).toBe(0);
  const serial = terminal.send(0x0200, positionBody(first));
  expect(await terminal.answer()).toMatchObject({ id: 0x8001, serial, result: 0 });
  const [fix] = await storedFixes(deviceId);
  expect(fix).toMatchObject({
    lon_e7: 1197500000,
    lat_e7: 492100000,
    flags: 0,
    recorded_at: new Date(first.at),
  });
  const [receipt] = await db('receipts').where({ device_id: deviceId });
  expect(receipt).toMatchObject({ protocol: 'jt808', received: 1, stored: 1 });

  const again = await gateway.connectTerminal();
  expect(await again.authenticate(code)).toBe(0);
});

test('the code of a registration is the token that was just made at the page', async () => {
  const deviceId = await makeTerminalDevice();
  const gateway = await startGateway();
  const { token } = await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] });
  const client = (await startServer(db)).withToken(token);
  const made = await client.post(`/api/devices/${deviceId}/token`, {});
  const terminal = await gateway.connectTerminal({ number, layout: '2019' });
  const { code } = await terminal.register();
  expect(code).toBe(made.body.token);
  expect(await terminal.authenticate(code)).toBe(0);
});

test('nothing is answered or kept before a terminal has authenticated, but what follows is', async () => {
  const deviceId = await makeTerminalDevice();
  const token = await replaceToken(db, deviceId);
  const gateway = await startGateway();
  const terminal = await gateway.connectTerminal();
  const [early, late] = positions(2);
  if (!early || !late) throw new Error('no positions');
  terminal.send(0x0200, positionBody(early));
  terminal.send(0x0002);
  expect(await terminal.authenticate(token)).toBe(0);
  const serial = terminal.send(0x0200, positionBody(late));
  expect(await terminal.answer()).toMatchObject({ serial, result: 0 });
  expect((await storedFixes(deviceId)).map(({ recorded_at }) => recorded_at.getTime())).toEqual([late.at]);
});

test('a wrong code, an unknown number and a revoked token are refused', async () => {
  const { deviceId, token, gateway, terminal } = await startSession();
  const stranger = await gateway.connectTerminal({ number: '13999999999' });
  expect((await stranger.register()).result).toBe(4);
  expect(await stranger.authenticate(token)).toBe(1);
  const guesser = await gateway.connectTerminal();
  expect(await guesser.authenticate('13800138001')).toBe(1);

  await revokeTokens(db, deviceId);
  terminal.send(0x0200, positionBody(first));
  expect(await terminal.answers(1)).toEqual([]);
  expect(await terminal.closed()).toBe(true);
  expect(await storedFixes(deviceId)).toEqual([]);
  const back = await gateway.connectTerminal();
  expect(await back.authenticate(token)).toBe(1);
  expect(await back.register()).toEqual({ result: 4, code: '' });
});

test('only the terminal that registered first registers again; a new token lets another one in', async () => {
  const deviceId = await makeTerminalDevice();
  const gateway = await startGateway();
  const own = await gateway.connectTerminal();
  const lost = await own.register();
  const { code } = await own.register();
  expect(await own.authenticate(code)).toBe(0);

  const stranger = await gateway.connectTerminal();
  expect(await stranger.register(registrationBody({ terminalId: 'T999999' }))).toEqual({
    result: 3,
    code: '',
  });
  const [device] = await db('devices').where({ id: deviceId });
  expect(device).toMatchObject({ registered_as: 'MAKER / T000001' });
  expect(device.registration_refused_at).not.toBeNull();

  const back = await gateway.connectTerminal();
  expect(await back.authenticate(lost.code)).toBe(1); // replaced by the one that was used
  expect(await back.authenticate(code)).toBe(0);
  expect((await back.register()).result).toBe(0);
  expect(await back.authenticate(code)).toBe(0); // the new code was never used

  await replaceToken(db, deviceId);
  expect((await stranger.register(registrationBody({ terminalId: 'T999999' }))).result).toBe(0);
});

test('a device may be set so that nobody registers once its terminal has come in', async () => {
  await makeTerminalDevice({ registration: 'once' });
  const gateway = await startGateway();
  const terminal = await gateway.connectTerminal();
  await terminal.register();
  const { code } = await terminal.register();
  expect(await terminal.authenticate(code)).toBe(0);
  expect((await terminal.register()).result).toBe(3);
});

test('a batch is answered once and stored whole; a bad record in it goes with its reason', async () => {
  const { deviceId, terminal } = await startSession({}, { number, layout: '2019' });
  const [bad, ...good] = positions(30);
  if (!bad) throw new Error('no position');
  terminal.send(0x0704, batchBody([{ ...bad, lat: 119.75, lon: 49.21 }, ...good]));
  expect(await terminal.answers(1)).toMatchObject([{ id: 0x8001, result: 0 }]);
  expect((await storedFixes(deviceId)).length).toBe(29);
  const [receipt] = await db('receipts').where({ device_id: deviceId });
  expect(receipt).toMatchObject({
    received: 30,
    stored: 29,
    refused: [{ index: 0, reason: 'maybe-swapped' }],
  });
});

test('what is sent again with the same serial is acknowledged again and stored once', async () => {
  const { deviceId, terminal } = await startSession();
  const serial = terminal.send(0x0200, positionBody(first), 77);
  await terminal.answer();
  const resent = terminal.message(0x0200, positionBody(first), serial);
  terminal.write(Buffer.concat([resent, resent]));
  expect(await terminal.answers(2)).toMatchObject([
    { serial: 77, result: 0 },
    { serial: 77, result: 0 },
  ]);
  expect((await storedFixes(deviceId)).length).toBe(1);
});

test('frames that arrive together are stored as one delivery and answered in their order', async () => {
  const { deviceId, terminal } = await startSession();
  const [a, b] = positions(2);
  if (!a || !b) throw new Error('no positions');
  terminal.write(
    Buffer.concat([
      terminal.message(0x0200, positionBody(a), 501),
      terminal.message(0x0002, undefined, 502),
      terminal.message(0x0001, Buffer.alloc(5), 503), // an answer is not answered
      Buffer.from('(013612345678BASE,2,TIME)'),
      terminal.message(0x0801, Buffer.from('0000002a00', 'hex'), 504),
      terminal.message(0x0200, positionBody(b), 505),
      terminal.message(0x0900, Buffer.from('f0', 'hex'), 506),
    ]),
  );
  const answers = await terminal.answers(5);
  expect(answers.map(({ id, serial }) => (id === 0x8001 ? serial : id))).toEqual([
    501, 502, 0x8800, 505, 506,
  ]);
  expect(answers.map(({ message }) => message.header.serial)).toEqual([1, 2, 3, 4, 5]);
  expect((await storedFixes(deviceId)).length).toBe(2);
  expect((await db('receipts').where({ device_id: deviceId })).length).toBe(1);
});

test('a frame with a wrong XOR is not answered and costs nothing after it; a device can be lenient', async () => {
  const { deviceId, terminal } = await startSession();
  const garbled = terminal.message(0x0200, positionBody(first), 9);
  garbled[20] = (garbled[20] ?? 0) ^ 0x11;
  terminal.write(garbled);
  const heartbeat = terminal.send(0x0002);
  expect(await terminal.answers(1)).toMatchObject([{ serial: heartbeat }]);
  expect(await storedFixes(deviceId)).toEqual([]);

  await db('devices').where({ id: deviceId }).update({ lenient_checksum: true });
  terminal.send(0x0200, positionBody(first)); // the setting is looked at with every delivery
  expect(await terminal.answers(1)).toMatchObject([{ result: 0 }]);
  terminal.write(garbled);
  expect(await terminal.answers(1)).toMatchObject([{ serial: 9, result: 0 }]);
});

test('a message of parts is stored when all are there, in any order, and every part answered', async () => {
  const { deviceId, terminal } = await startSession();
  const body = batchBody(positions(3));
  const part = (index: number, content: Buffer, serial: number) =>
    terminal.message(0x0704, content, serial, { total: 2, index });
  terminal.write(part(2, body.subarray(40), 302));
  expect(await terminal.answers(1)).toMatchObject([{ id: 0x8003, serial: 301, result: 1 }]);
  expect(await storedFixes(deviceId)).toEqual([]);
  terminal.write(part(1, body.subarray(0, 40), 301));
  expect(await terminal.answers(2)).toMatchObject([
    { serial: 301, result: 0 },
    { serial: 302, result: 0 },
  ]);
  expect((await storedFixes(deviceId)).length).toBe(3);
});

test('parts whose others never come are kept with that reason, and then answered', async () => {
  const { deviceId, terminal } = await startSession();
  terminal.write(terminal.message(0x0704, batchBody(positions(3)), 40, { total: 2, index: 1 }));
  const answers = await terminal.answers(2);
  expect(answers).toMatchObject([{ id: 0x8003 }, { id: 0x8001, serial: 40, result: 0 }]);
  const [receipt] = await db('receipts').where({ device_id: deviceId });
  expect(receipt).toMatchObject({ received: 1, refused: [{ index: 0, reason: 'incomplete-message' }] });
});

test('while the database is away nothing is acknowledged, and what is sent again afterwards is stored', async () => {
  const deviceId = await makeTerminalDevice();
  const token = await replaceToken(db, deviceId);
  const own = openDatabase(connection, 2);
  const gateway = await startGateway(own);
  const terminal = await gateway.connectTerminal();
  expect(await terminal.authenticate(token)).toBe(0);
  await own.destroy();
  const serial = terminal.send(0x0200, positionBody(first));
  const heartbeat = terminal.send(0x0002);
  expect(await terminal.answers(1)).toMatchObject([{ serial: heartbeat, result: 0 }]);
  expect(await storedFixes(deviceId)).toEqual([]);

  own.initialize();
  onTestFinished(() => own.destroy());
  terminal.send(0x0200, positionBody(first), serial);
  expect(await terminal.answers(1)).toMatchObject([{ serial, result: 0 }]);
  expect((await storedFixes(deviceId)).length).toBe(1);
});

// The embedded database has one session, which the lock would keep for itself.
test.skipIf(isEmbedded)('an acknowledgement is sent only after the commit', async () => {
  const { deviceId, terminal } = await startSession();
  const lock = await db.transaction();
  await lock.raw('select id from devices where id = ? for update', [deviceId]);
  const serial = terminal.send(0x0200, positionBody(first));
  expect(await terminal.answers(1, 300)).toEqual([]);
  await lock.rollback();
  expect(await terminal.answers(1)).toMatchObject([{ serial, result: 0 }]);
});

test('stopping stores and answers what was received, then hangs up', async () => {
  const { deviceId, gateway, terminal } = await startSession();
  for (const position of positions(5)) terminal.send(0x0200, positionBody(position));
  await terminal.answers(1);
  await gateway.stop();
  const answered = (await terminal.answers(4)).length + 1;
  expect(terminal.isClosed).toBe(true);
  expect((await storedFixes(deviceId)).length).toBe(answered);
});

test('a stranger who begins a frame and never ends it, and one who tries many codes, is hung up on', async () => {
  await makeTerminalDevice();
  const gateway = await startGateway();
  const endless = await gateway.connectTerminal();
  endless.write(Buffer.concat([Buffer.of(0x7e), Buffer.alloc(4_000, 0x31)]));
  expect(await endless.closed()).toBe(true);
  const guesser = await gateway.connectTerminal();
  for (let attempt = 0; attempt < 12; attempt++) guesser.send(0x0102, Buffer.from(`guess ${attempt}`));
  expect((await guesser.answers(10)).every(({ result }) => result === 1)).toBe(true);
  expect(await guesser.closed()).toBe(true);
});

test('a stranger who says nothing, and a terminal that goes silent, are hung up on', async () => {
  const deviceId = await makeTerminalDevice();
  const token = await replaceToken(db, deviceId);
  const gateway = await startGateway(db, { authenticationMs: 100, idleMs: 300, slowSweepMs: 100 });
  const stranger = await gateway.connectTerminal();
  const terminal = await gateway.connectTerminal();
  expect(await terminal.authenticate(token)).toBe(0);
  expect(await stranger.closed()).toBe(true);
  expect(await terminal.closed()).toBe(true);
});

test('a terminal whose token is revoked while it only sends heartbeats is hung up on', async () => {
  const deviceId = await makeTerminalDevice();
  const token = await replaceToken(db, deviceId);
  const gateway = await startGateway(db, { slowSweepMs: 100 });
  const terminal = await gateway.connectTerminal();
  expect(await terminal.authenticate(token)).toBe(0);
  await revokeTokens(db, deviceId);
  expect(await terminal.closed()).toBe(true);
});

test('reading goes on after more was sent than may wait', async () => {
  const deviceId = await makeTerminalDevice();
  const token = await replaceToken(db, deviceId);
  const gateway = await startGateway(db, { waitingBytesOfOne: 200, waitingBytesOfAll: 400 });
  const terminals = await Promise.all([gateway.connectTerminal(), gateway.connectTerminal()]);
  for (const terminal of terminals) expect(await terminal.authenticate(token)).toBe(0);
  for (const position of positions(40))
    for (const terminal of terminals) terminal.send(0x0200, positionBody(position));
  for (const terminal of terminals) expect((await terminal.answers(40)).length).toBe(40);
  expect((await storedFixes(deviceId)).length).toBe(40);
});

test('a chief sees which terminal registered, and says who may and whether its XOR counts', async () => {
  const account = await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] });
  const client = (await startServer(db)).withToken(account.token);
  const input = { name: 'car', identity: number, registration: 'once', lenientChecksum: true };
  const { body: made } = await client.post('/api/devices', input);
  expect(made).toMatchObject({
    registration: 'once',
    lenientChecksum: true,
    registeredAs: null,
    lastContactAt: null,
  });
  const gateway = await startGateway();
  const terminal = await gateway.connectTerminal();
  const { code } = await terminal.register();
  expect(await terminal.authenticate(code)).toBe(0);
  const { body: seen } = await client.patch(`/api/devices/${made.id}`, { registration: 'same-terminal' });
  expect(seen).toMatchObject({
    registration: 'same-terminal',
    lenientChecksum: true,
    registeredAs: 'MAKER / T000001',
    registrationRefusedAt: null,
    lastContactAt: expect.any(String),
  });
});

test('random bytes end no session', async () => {
  const { terminal } = await startSession();
  let seed = 7;
  const noise = Buffer.from(
    Array.from({ length: 40_000 }, () => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return (seed >> 16) & 0xff;
    }),
  );
  for (let at = 0; at < noise.length; at += 997) terminal.write(noise.subarray(at, at + 997));
  await sleep(50);
  const serial = terminal.send(0x0002);
  expect((await terminal.answers(1))[0]).toMatchObject({ serial, result: 0 });
});
