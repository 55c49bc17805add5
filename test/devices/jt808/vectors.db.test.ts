import pino from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../../../server/config.ts';
import { startTerminalServer } from '../../../server/devices/jt808/server.ts';
import { replaceToken } from '../../../server/devices/store.ts';
import { testDatabase } from '../../support/database.ts';
import { vectorsNote, withVectors } from '../../support/real-data.ts';
import { Terminal } from '../../support/terminal.ts';
import { readVectors, type Vector } from '../protocols/jt808/vectors.ts';

const { db } = await testDatabase();

/** Sent by a terminal that has come in; registrations and authentications are tested by themselves. */
const vectors = [...readVectors('jt808'), ...readVectors('jt808_malformed')].filter(
  ({ input, expect: { header } }) =>
    input.direction === undefined && header !== undefined && !['0100', '0102'].includes(header.msg_id),
);

/** The answers differ from what the case expects: see the conformance tests for why. */
const otherAnswers: Record<string, number | null> = { 'jtm-o14': 0, 'jtm-sm01': null };

/** Where fewer positions are kept than the case has: refused ones, and those that are the same. */
const otherCounts: Record<string, number> = { 'jtm-o01': 0, 'jtm-o02': 0, 'jtm-o10': 0, 'jtm-sm01': 0 };

async function outcomeOf(port: number, { id, input, expect: { header } }: Vector) {
  const [device] = await db('devices').insert({ name: id, identity: header?.phone }).returning('id');
  const token = await replaceToken(db, device.id);
  const layout = header?.version === '2019' ? '2019' : '2013';
  const terminal = await Terminal.connect(port, { number: header?.phone_raw ?? '', layout });
  const entered = await terminal.authenticate(token);
  terminal.write(Buffer.from(input.wire_hex ?? '', 'hex'));
  const heartbeat = terminal.send(0x0002, undefined, 60_000);
  const first = await terminal.answer();
  const answer = first?.serial === heartbeat ? undefined : first;
  if (answer) await terminal.answer();
  terminal.close();
  const fixes = await db('fixes').where({ device_id: device.id }).count('* as count').first();
  await db('devices').where({ id: device.id }).update({ identity: null });
  return {
    entered,
    answer: answer ? { serial: answer.serial, result: answer.result } : null,
    fixes: Number(fixes?.count),
  };
}

function expectedOf({ id, expect: { header, records = [], ack } }: Vector) {
  const distinct = new Set(
    records
      .filter(({ out_of_range }) => !out_of_range)
      .map(({ time_ms, lat, lon }) => `${time_ms} ${lat} ${lon}`),
  );
  const other = otherAnswers[id];
  const result = other === undefined ? (ack?.body?.result ?? (ack ? 0 : null)) : other;
  const isAnswered = result !== null || (ack === undefined && header?.checksum_ok);
  return {
    entered: 0,
    answer: isAnswered ? { serial: header?.serial, result: result ?? 0 } : null,
    fixes: otherCounts[id] ?? distinct.size,
  };
}

test.skipIf(!withVectors)(
  `over a socket every frame of other projects is answered and stored as expected${vectorsNote}`,
  async () => {
    const deps = { db, config: readConfig({ RETENTION_MONTHS: '0' }), log: pino({ level: 'silent' }) };
    const server = await startTerminalServer(deps, 0, '127.0.0.1');
    onTestFinished(server.stop);
    const outcomes: Record<string, unknown> = {};
    for (const vector of vectors) outcomes[vector.id] = await outcomeOf(server.port, vector);
    expect(outcomes).toEqual(Object.fromEntries(vectors.map((vector) => [vector.id, expectedOf(vector)])));
    expect(vectors.length).toBeGreaterThan(80);
  },
);
