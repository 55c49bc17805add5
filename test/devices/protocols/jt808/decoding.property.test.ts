import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMessage } from '../../../../server/devices/protocols/jt808/header.ts';
import { partsOf } from '../../../../server/devices/protocols/jt808/parts.ts';
import { decodeJt808Raw } from '../../../../server/devices/protocols/jt808/raw.ts';
import {
  parseAuthentication,
  parseRegistration,
} from '../../../../server/devices/protocols/jt808/registration.ts';
import { batchBody, positionBody, terminalMessage } from '../../../support/terminal-messages.ts';
import { messagesIn, readVectors, split } from './vectors.ts';

const receivedAt = Date.UTC(2026, 10, 22);
const terminal = { number: '13800138001' };
const good = (serial: number, at = receivedAt) =>
  terminalMessage(terminal, 0x0200, { serial, body: positionBody({ at, lon: 119.75, lat: 49.21 }) });

/** Real frames of other projects where they are given, and some of our own. */
const seeds = [
  ...[...readVectors('jt808'), ...readVectors('jt808_malformed')].map(({ input }) =>
    Buffer.from(input.wire_hex ?? '', 'hex'),
  ),
  good(1),
  terminalMessage({ ...terminal, layout: '2019' }, 0x0704, {
    serial: 2,
    body: batchBody([1, 2, 3].map((minute) => ({ at: receivedAt - minute * 60_000, lon: 119.7, lat: 49.2 }))),
  }),
];

const flipped = fc
  .tuple(
    fc.constantFrom(...seeds),
    fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 7 })), { maxLength: 6 }),
    fc.option(fc.nat(), { nil: undefined }),
  )
  .map(([seed, flips, cut]) => {
    const bytes = Buffer.from(seed);
    for (const [place, bit] of flips)
      bytes[place % bytes.length] = (bytes[place % bytes.length] ?? 0) ^ (1 << bit);
    return cut === undefined ? bytes : bytes.subarray(0, cut % (bytes.length + 1));
  });
const anything = fc.oneof(
  flipped,
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
);

describe('reading JT/T 808', () => {
  it('never throws, whatever bytes arrive, and says of every refused record what it was', () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 4 }), (pieces) => {
        const raw = Buffer.concat(pieces);
        const { fixes, refused } = decodeJt808Raw(raw, { receivedAt });
        const indexes = [...fixes, ...refused].map(({ index }) => index).sort((a, b) => a - b);
        expect(indexes).toEqual(indexes.map((_one, place) => place));
        for (const { raw: alone } of refused) if (alone) decodeJt808Raw(alone, { receivedAt });
        for (const { header, body } of messagesIn(raw)) {
          parseRegistration(header, body);
          parseAuthentication(header, body);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('finds the next good frame behind whatever came before', () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 4 }), (pieces) => {
        const last = good(77, receivedAt - 1_000);
        const messages = messagesIn(Buffer.concat([...pieces, last]));
        expect(messages.at(-1)?.wire.equals(last)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it('cuts a stream into the same frames however it is cut into chunks', () => {
    fc.assert(
      fc.property(
        fc.array(anything, { minLength: 1, maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 30 }),
        (pieces, lengths) => {
          const stream = Buffer.concat([...pieces, good(3)]);
          const chunks: Buffer[] = [];
          for (let at = 0, turn = 0; at < stream.length; turn++) {
            const length = lengths[turn % lengths.length] ?? 1;
            chunks.push(stream.subarray(at, at + length));
            at += length;
          }
          const hexes = (...given: Buffer[]) =>
            split(...given).frames.map(({ wire }) => wire.toString('hex'));
          expect(hexes(...chunks)).toEqual(hexes(stream));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('holds no more than one frame of a stream that never ends one', () => {
    const chunk = Buffer.alloc(10_000, 0x31);
    const found = split(Buffer.of(0x7e), ...Array.from({ length: 50 }, () => chunk), good(1));
    expect(found.tooLong).toBe(1);
    expect(found.frames.length).toBe(1);
    expect(split(Buffer.of(0x7e), ...Array.from({ length: 51 }, () => chunk)).pendingBytes).toBeLessThan(
      20_000,
    );
  });

  it('holds no more than a few messages whose parts never come', () => {
    const parts = partsOf();
    for (let id = 0; id < 500; id++) {
      const wire = terminalMessage(terminal, id, {
        serial: id,
        body: Buffer.alloc(900),
        total: 200,
        index: 7,
      });
      const [message] = messagesIn(wire);
      if (message) parts.add(message, id);
    }
    expect(parts.waiting().length).toBeLessThanOrEqual(4);
  });

  it('takes nothing shorter than a header for a message', () => {
    for (let length = 0; length < 13; length++) {
      const bytes = Buffer.alloc(length, 0x40);
      expect(parseMessage(bytes, bytes)).toBeUndefined();
    }
  });
});
