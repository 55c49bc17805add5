import { describe, expect, it } from 'vitest';
import {
  generalAnswer,
  multimediaAnswer,
  registrationAnswer,
} from '../../../../server/devices/protocols/jt808/answers.ts';
import { escaped, unescaped, wireOf } from '../../../../server/devices/protocols/jt808/frames.ts';
import type { Message } from '../../../../server/devices/protocols/jt808/header.ts';
import { partsOf } from '../../../../server/devices/protocols/jt808/parts.ts';
import { decodeJt808Raw } from '../../../../server/devices/protocols/jt808/raw.ts';
import {
  parseAuthentication,
  parseRegistration,
} from '../../../../server/devices/protocols/jt808/registration.ts';
import { identitiesOf } from '../../../../server/devices/protocols/jt808/terminal-number.ts';
import type { ReportedFix } from '../../../../server/tracks/fix.ts';
import { vectorsNote, withVectors } from '../../../support/real-data.ts';
import { messagesIn, readVectors, split, type Vector, type VectorRecord } from './vectors.ts';

const receivedAt = Date.UTC(2026, 10, 22);
const hex = (text = '') => Buffer.from(text, 'hex');

const frames = [...readVectors('jt808'), ...readVectors('jt808_malformed')];
const fromTerminals = frames.filter(({ input }) => input.direction === undefined);
const ofPlatforms = frames.filter(({ input }) => input.direction !== undefined);
const streams = readVectors('jt808_stream');

/** Where we give another answer than the case expects, none of them asserted by a peer, and why. */
const otherAnswers: Record<string, string> = {
  'jtm-o14':
    'kept in quarantine, so answered 0 and not 2: PROTOCOLS 7, what answers 1 to 3 makes firmware loop or drop',
  'jtm-sm01': 'its XOR is wrong, and such a frame is answered only of a device that is set to be lenient',
};

/** Records that come out as refused, and why. */
const refusedRecords: Record<string, string[]> = {
  'jt-go08': ['maybe-swapped'],
  'jt-go11': ['maybe-swapped', 'maybe-swapped', 'maybe-swapped'],
  'jt-go12': ['maybe-swapped'],
  'jtm-go10': ['maybe-swapped', 'maybe-swapped', 'maybe-swapped'],
  'jtm-sm01': ['cut-record'],
  'jtm-o01': ['no-time'],
  'jtm-o02': ['bad-time'],
  'jtm-o10': ['encrypted-coordinates'],
  'jtm-o14': ['too-short'],
};

function messageOf({ input }: Vector): Message | undefined {
  return messagesIn(hex(input.wire_hex))[0];
}

function expectFix(fix: ReportedFix | undefined, record: VectorRecord): void {
  expect(fix?.recordedAt).toBe(record.time_ms);
  expect(Math.abs((fix?.lat ?? 999) - record.lat)).toBeLessThan(1e-6);
  expect(Math.abs((fix?.lon ?? 999) - record.lon)).toBeLessThan(1e-6);
  expect(fix?.altitudeMetres).toBe(record.altitude_m);
  expect(Math.abs((fix?.speedMetresPerSecond ?? 999) - record.speed_mps)).toBeLessThan(1e-4);
  expect(fix?.courseDegrees).toBe(record.course_deg);
  expect(fix?.notPositioned).toBe(!record.valid);
}

it.skipIf(!withVectors)(`has cases${vectorsNote}`, () =>
  expect(frames.length + streams.length).toBeGreaterThan(100),
);

describe.runIf(withVectors)(`frames of other projects${vectorsNote}`, () => {
  it.each(fromTerminals)('$id has the header that is expected', (vector) => {
    const { header, device_id, device_id_alt } = vector.expect;
    const message = messageOf(vector);
    if (!header) return;
    expect(message?.header.id).toBe(Number.parseInt(header.msg_id, 16));
    expect(message?.header.layout).toBe(header.version === '2019' ? '2019' : '2013');
    expect(message?.header.number.toString('hex')).toBe(header.phone_raw);
    expect(message?.header.serial).toBe(header.serial);
    expect(message?.body.length).toBe(header.body_len_actual);
    expect(message?.header.isEncrypted).toBe(header.encryption !== 0);
    expect(message?.isChecksumRight).toBe(header.checksum_ok);
    const identities = identitiesOf(message?.header.number ?? Buffer.alloc(6));
    expect(identities[0]).toBe(header.phone);
    if (device_id) expect(identities).toContain(device_id);
    if (device_id_alt) expect(identities).toContain(device_id_alt);
  });

  it.each(fromTerminals)('$id decodes to the positions that are expected', (vector) => {
    const { records = vector.expect.decoded_if_lenient ?? [] } = vector.expect;
    const { fixes, refused } = decodeJt808Raw(hex(vector.input.wire_hex), { receivedAt });
    const reasons = refusedRecords[vector.id] ?? [];
    const refusedAt = new Set(refused.map(({ index }) => index));
    const expected = records.filter((_record, index) => !refusedAt.has(index));
    if (vector.expect.header || records.length > 0) {
      expect(refused.map(({ reason }) => reason)).toEqual(reasons);
      expect(fixes.length).toBe(expected.length);
      for (const [index, record] of expected.entries()) expectFix(fixes[index], record);
    }
    for (const { raw } of refused)
      if (raw)
        expect(decodeJt808Raw(raw, { receivedAt })).toMatchObject({ fixes: [], refused: [{ index: 0 }] });
  });

  it.each(fromTerminals)('$id is answered byte for byte as expected', ({ id, input, expect: expected }) => {
    const [message] = messagesIn(hex(input.wire_hex));
    const wanted = expected.ack?.peer_reply_wire_hex ?? expected.ack?.example_wire_hex;
    if (!message || !wanted || otherAnswers[id]) return;
    const to = { header: message.header, serial: 0 };
    const code = expected.ack?.body?.auth_code ?? identitiesOf(message.header.number)[0];
    const answer =
      message.header.id === 0x0100
        ? registrationAnswer(to, 0, code)
        : generalAnswer(to, message.header.serial, expected.ack?.body?.result ?? 0);
    expect(withoutSerial(answer, expected.ack?.peer_reply_wire_hex)).toBe(
      withoutSerial(hex(wanted), expected.ack?.peer_reply_wire_hex),
    );
  });

  it.each(fromTerminals.filter(({ expect: { register, auth } }) => register ?? auth))(
    '$id says of itself what is expected',
    ({ input, expect: { register, auth } }) => {
      const [message] = messagesIn(hex(input.wire_hex));
      if (!message) throw new Error('no message');
      if (auth) expect(parseAuthentication(message.header, message.body)).toMatchObject(auth);
      if (register)
        expect(parseRegistration(message.header, message.body)).toEqual({
          province: register.province,
          city: register.city,
          maker: register.manufacturer,
          model: register.model,
          terminalId: register.terminal_id,
          plateColour: register.plate_color,
          plate: register.plate_or_vin,
        });
    },
  );

  it.each(fromTerminals)(
    '$id is kept, answered or dropped as expected',
    ({ id, input, expect: expected }) => {
      const messages = messagesIn(hex(input.wire_hex));
      const [message] = messages;
      const { fixes, refused } = decodeJt808Raw(hex(input.wire_hex), { receivedAt });
      if (expected.disposition === 'drop_frame_keep_connection') {
        expect(messages.filter(({ isChecksumRight }) => isChecksumRight)).toEqual([]);
      } else if (expected.disposition === 'need_more_bytes') {
        expect(message?.header).toMatchObject({ total: expected.packet_total, index: expected.packet_index });
        expect(partsOf().add(message as Message, 0)).toBeUndefined();
      } else {
        // A year of 2099 is stored and flagged as a suspect time, as every position whose clock is wrong.
        if (expected.disposition === 'quarantine_and_ack' && id !== 'jtm-o04') expect(fixes).toEqual([]);
        if (expected.disposition === 'quarantine_and_ack' && id !== 'jtm-o04')
          expect(refused).not.toEqual([]);
        if (!otherAnswers[id]) expect(messages.map(({ isChecksumRight }) => isChecksumRight)).toEqual([true]);
      }
    },
  );

  it.each(ofPlatforms)(
    '$id, an answer of another platform, is what we would say',
    ({ input, expect: { body_hex } }) => {
      const [message] = messagesIn(hex(input.wire_hex));
      if (!message) throw new Error('no message');
      expect(message.body.toString('hex')).toBe(body_hex);
      const asked = { ...message.header, serial: message.body.readUInt16BE(0) };
      const code = message.body.subarray(3).toString('latin1');
      const answer = registrationAnswer(
        { header: asked, serial: message.header.serial },
        message.body[2] ?? 0,
        code,
      );
      expect(answer.toString('hex')).toBe(input.wire_hex);
    },
  );
});

/** The answer without the platform's serial and the XOR that hangs on it, where they are the platform's choice. */
function withoutSerial(wire: Buffer, exact: string | undefined): string {
  if (exact) return wire.toString('hex');
  const [message] = messagesIn(wire);
  if (!message) throw new Error('no message');
  const { serial: _serial, ...header } = message.header;
  return JSON.stringify({
    ...header,
    number: header.number.toString('hex'),
    body: message.body.toString('hex'),
  });
}

describe.runIf(withVectors)(`streams of other projects${vectorsNote}`, () => {
  const withChunks = streams.filter(({ input }) => input.chunks_hex);

  it.each(withChunks.filter(({ expect: { pending_bytes } }) => pending_bytes !== undefined))(
    '$id is cut into the frames that are expected',
    ({ id, input, expect: expected }) => {
      const found = split(...(input.chunks_hex ?? []).map((chunk) => hex(chunk)));
      const messages = messagesIn(...(input.chunks_hex ?? []).map((chunk) => hex(chunk)));
      const good = messages.filter(({ isChecksumRight }) => isChecksumRight).length;
      if (expected.frames !== undefined) expect(found.frames.length).toBe(expected.frames);
      if (expected.frames_good !== undefined) expect(good).toBe(expected.frames_good);
      if (expected.frames_bad !== undefined) expect(found.frames.length - good).toBe(expected.frames_bad);
      if (expected.decode_error) expect(good).toBe(0);
      // The peer counts the bytes before the first flag as well, which we drop: they would be held for ever. And we
      // hold the last flag, for it may begin the next frame.
      expect(found.pendingBytes).toBe(id === 'jts-08' ? 3 : 1);
    },
  );

  it.each(withChunks.filter(({ expect: { unescaped_frame_hex } }) => unescaped_frame_hex))(
    '$id is unescaped byte for byte',
    ({ input, expect: expected }) => {
      const [frame] = split(...(input.chunks_hex ?? []).map((chunk) => hex(chunk))).frames;
      expect(`7e${frame?.content.toString('hex')}7e`).toBe(expected.unescaped_frame_hex);
    },
  );

  it.each(streams.filter(({ input }) => input.unescaped_frame_hex))(
    '$id is escaped byte for byte',
    ({ input, expect: expected }) => {
      const content = hex(input.unescaped_frame_hex).subarray(1, -1);
      expect(escaped(content.subarray(0, -1), content.at(-1) ?? 0).toString('hex')).toBe(expected.wire_hex);
    },
  );

  it.each(
    withChunks.filter(({ expect: { merged, merged_msg_id } }) => merged === undefined && merged_msg_id),
  )('$id is put together, whatever the order of its parts', ({ input, expect: expected }) => {
    const parts = partsOf();
    const messages = messagesIn(...(input.chunks_hex ?? []).map((chunk) => hex(chunk)));
    const whole = messages.map((message) => parts.add(message, 0)).at(-1);
    expect(whole?.header.id).toBe(Number.parseInt(expected.merged_msg_id ?? '', 16));
    expect(whole?.body.toString('hex')).toBe(expected.merged_body_hex);
  });

  it.each(withChunks.filter(({ expect: { acks } }) => acks))(
    '$id reports the same position again',
    ({ input, expect: expected }) => {
      const messages = messagesIn(...(input.chunks_hex ?? []).map((chunk) => hex(chunk)));
      expect(messages.length).toBe(expected.acks);
      expect(new Set(messages.map(({ wire }) => wire.toString('hex'))).size).toBe(expected.stored_points);
    },
  );
});

describe('unescaped', () => {
  it('leaves a bare 7D as it is', () => {
    expect(unescaped(hex('7d037d7d017d')).toString('hex')).toBe('7d037d7d7d');
  });
});

describe('multimediaAnswer', () => {
  it('names the picture and nothing more once all of it has arrived', () => {
    const [message] = messagesIn(wireOf(hex('0801000801380013800100070000002a00000000')));
    if (!message) throw new Error('no message');
    const [answer] = messagesIn(multimediaAnswer({ header: message.header, serial: 3 }, message.body));
    expect(answer?.header).toMatchObject({ id: 0x8800, serial: 3 });
    expect(answer?.body.toString('hex')).toBe('0000002a');
  });
});
