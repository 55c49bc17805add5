import { expect, test } from 'vitest';
import {
  copiesFromClient,
  endsUnit,
  type Frame,
  FrameReader,
  simpleQuery,
  syncMessage,
  withOneReady,
} from '../../server/database/embedded-wire.ts';

function startup(code: number, rest = ''): Buffer {
  const bytes = Buffer.concat([Buffer.alloc(8), Buffer.from(rest)]);
  bytes.writeInt32BE(bytes.length, 0);
  bytes.writeInt32BE(code, 4);
  return bytes;
}

function message(type: string, body = ''): Buffer {
  const bytes = Buffer.concat([Buffer.from(`${type}    `), Buffer.from(body)]);
  bytes.writeInt32BE(bytes.length - 1, 1);
  return bytes;
}

const stream = Buffer.concat([
  startup(80877103),
  startup(196608, 'user\0postgres\0\0'),
  simpleQuery('select 1'),
  message('P', '\0select $1\0\0\0'),
  syncMessage,
]);

test('cuts a stream into the same messages, wherever its chunks are cut', () => {
  const types = ['encryption', 'startup', 'Q', 'P', 'S'];
  for (let size = 1; size <= stream.length; size++) {
    const reader = new FrameReader();
    const frames: Frame[] = [];
    for (let at = 0; at < stream.length; at += size)
      frames.push(...reader.push(stream.subarray(at, at + size)));
    expect(frames.map(({ type }) => type)).toEqual(types);
    expect(Buffer.concat(frames.map(({ bytes }) => bytes))).toEqual(stream);
  }
});

test('knows what must be handed over in one piece', () => {
  expect(['P', 'B', 'D', 'E', 'C', 'd'].some(endsUnit)).toBe(false);
  expect(['Q', 'S', 'H', 'startup'].every(endsUnit)).toBe(true);
});

const failure = message('E', 'SERROR\0\0');
const ready = message('Z', 'I');

test('keeps the last ReadyForQuery of a failed series', () => {
  const { answer, isReady } = withOneReady(Buffer.concat([failure, ready, ready]), false);
  expect(answer).toEqual(Buffer.concat([failure, ready]));
  expect(isReady).toBe(true);
});

test('keeps none while the series is open', () => {
  expect(withOneReady(Buffer.concat([failure, ready]), true).answer).toEqual(failure);
});

test('leaves an ordinary answer as it is, and notices that there is none', () => {
  const answer = Buffer.concat([message('D', 'Z\0\0\0\x05I'), message('C', 'SELECT 1\0'), ready]);
  expect(withOneReady(answer, false)).toEqual({ answer, isReady: true });
  expect(withOneReady(Buffer.alloc(0), false)).toEqual({ answer: Buffer.alloc(0), isReady: false });
});

test('recognises a copy from the client, and nothing else', () => {
  const copies = (sql: string) => copiesFromClient({ type: 'Q', bytes: simpleQuery(sql) });
  expect(copies('COPY fixes (a, b)\n from STDIN with (format csv)')).toBe(true);
  expect(copies('copy fixes to stdout')).toBe(false);
  expect(copies("select 'copy x from stdin'")).toBe(false);
});
