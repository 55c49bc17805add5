import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { frameSplitter } from '../../../../server/devices/protocols/jt808/frames.ts';
import { type Message, parseMessage } from '../../../../server/devices/protocols/jt808/header.ts';
import { vectorsFolder } from '../../../support/real-data.ts';

const record = z.object({
  time_ms: z.number().optional(),
  lat: z.number(),
  lon: z.number(),
  altitude_m: z.number(),
  speed_mps: z.number(),
  course_deg: z.number(),
  valid: z.boolean(),
  out_of_range: z.boolean().optional(),
});
export type VectorRecord = z.output<typeof record>;

const header = z.object({
  msg_id: z.string(),
  version: z.string(),
  phone_raw: z.string(),
  phone: z.string(),
  serial: z.number(),
  body_len_actual: z.number(),
  subpackaged: z.boolean(),
  encryption: z.number(),
  checksum_ok: z.boolean(),
});

const ack = z.object({
  body: z
    .object({
      reply_serial: z.number(),
      reply_msg_id: z.string().optional(),
      result: z.number(),
      auth_code: z.string().optional(),
    })
    .optional(),
  example_wire_hex: z.string().optional(),
  peer_reply_wire_hex: z.string().optional(),
});

const expectation = z.object({
  disposition: z.string().optional(),
  header: header.optional(),
  device_id: z.string().optional(),
  device_id_alt: z.string().optional(),
  records: z.array(record).optional(),
  decoded_if_lenient: z.array(record).optional(),
  ack: ack.nullish(),
  register: z
    .object({
      province: z.number(),
      city: z.number(),
      manufacturer: z.string(),
      model: z.string(),
      terminal_id: z.string(),
      plate_color: z.number(),
      plate_or_vin: z.string(),
    })
    .optional(),
  auth: z
    .object({ code: z.string(), imei: z.string().optional(), software: z.string().optional() })
    .optional(),
  body_hex: z.string().optional(),
  packet_total: z.number().optional(),
  packet_index: z.number().optional(),
  frames: z.number().optional(),
  frames_good: z.number().optional(),
  frames_bad: z.number().optional(),
  decode_error: z.boolean().optional(),
  pending_bytes: z.number().optional(),
  unescaped_frame_hex: z.string().optional(),
  wire_hex: z.string().optional(),
  merged: z.boolean().optional(),
  merged_msg_id: z.string().optional(),
  merged_body_hex: z.string().optional(),
  stored_points: z.number().optional(),
  acks: z.number().optional(),
});

const vector = z.object({
  id: z.string(),
  kind: z.string(),
  input: z.object({
    wire_hex: z.string().optional(),
    chunks_hex: z.array(z.string()).optional(),
    unescaped_frame_hex: z.string().optional(),
    delay_between_s: z.number().optional(),
    direction: z.string().optional(),
  }),
  expect: expectation,
});
export type Vector = z.output<typeof vector>;

/** The cases of one file; none where they are not there. */
export function readVectors(name: string): Vector[] {
  if (!vectorsFolder) return [];
  const file: unknown = JSON.parse(readFileSync(join(vectorsFolder, `${name}.json`), 'utf8'));
  return z.object({ vectors: z.array(vector) }).parse(file).vectors;
}

export type Split = { frames: { content: Buffer; wire: Buffer }[]; tooLong: number; pendingBytes: number };

/** What the splitter makes of chunks. */
export function split(...chunks: Uint8Array[]): Split {
  const frames: Split['frames'] = [];
  let tooLong = 0;
  const splitter = frameSplitter({
    frame: (content, wire) => frames.push({ content, wire }),
    tooLong: () => tooLong++,
  });
  for (const chunk of chunks) splitter.push(Buffer.from(chunk));
  return { frames, tooLong, pendingBytes: splitter.pendingBytes() };
}

/** The messages in the chunks, those with a wrong XOR too. */
export function messagesIn(...chunks: Uint8Array[]): Message[] {
  return split(...chunks).frames.flatMap(({ content, wire }) => parseMessage(content, wire) ?? []);
}
