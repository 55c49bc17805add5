import type { Refusal, ReportedFix } from '../../../tracks/fix.ts';
import { wireOf } from './frames.ts';
import { type Header, messageOf } from './header.ts';
import { instantAt, positionAt } from './position.ts';

export const messageId = {
  generalAnswer: 0x0001,
  heartbeat: 0x0002,
  logout: 0x0003,
  register: 0x0100,
  authenticate: 0x0102,
  parameters: 0x0104,
  properties: 0x0107,
  position: 0x0200,
  queriedPosition: 0x0201,
  positionBatch: 0x0704,
  multimediaEvent: 0x0800,
  multimedia: 0x0801,
} as const;

/** Where the positions of a message begin: behind the serial of the query, behind count and kind of a batch. */
const positionsFrom: ReadonlyMap<number, number> = new Map([
  [messageId.position, 0],
  [messageId.queriedPosition, 2],
  [messageId.positionBatch, 3],
]);

/** Where what is read is put. Indexes go on counting from message to message. */
export type Reading = { fixes: ReportedFix[]; refused: Refusal[]; count: number };

type Whole = { header: Header; body: Buffer; wire: Buffer };

/** Reads the positions of a message that has some; any other adds nothing. */
export function readPositions(message: Whole, receivedAt: number, reading: Reading): void {
  const { header, body } = message;
  const from = positionsFrom.get(header.id);
  if (from === undefined) return;
  if (header.isEncrypted) refuse(message, 'encrypted-message', reading);
  else if (body.length < from) refuse(message, 'too-short', reading);
  else if (header.id === messageId.positionBatch) readBatch(message, receivedAt, reading);
  else readWhole(message, from, receivedAt, reading);
}

/** Says of the message as it came why it is no record. */
export function refuse(
  { wire }: { wire: Buffer },
  reason: string,
  reading: Reading,
  recordedAt?: number,
): void {
  reading.refused.push({ index: reading.count++, reason, raw: wire, recordedAt });
}

function readWhole(message: Whole, at: number, receivedAt: number, reading: Reading): void {
  const { body } = message;
  const fix = positionAt(body, { at, end: body.length, receivedAt, index: reading.count });
  if (typeof fix === 'string') {
    refuse(message, fix, reading, instantAt(body, { at, end: body.length, receivedAt }));
    return;
  }
  reading.fixes.push(fix);
  reading.count++;
}

/** Count and kind, then length and position each. The count is not trusted; what is left of a cut one is one record. */
function readBatch({ header, body }: Whole, receivedAt: number, reading: Reading): void {
  let at = 3; // behind count and kind
  while (at < body.length) {
    const length = at + 2 <= body.length ? body.readUInt16BE(at) : 0;
    const begin = Math.min(at + 2, body.length);
    const isCut = length === 0 || begin + length > body.length;
    const end = isCut ? body.length : begin + length;
    const index = reading.count++;
    const fix = isCut ? 'cut-record' : positionAt(body, { at: begin, end, receivedAt, index });
    if (typeof fix !== 'string') reading.fixes.push(fix);
    else {
      const raw = alone(header, body.subarray(begin, end));
      const recordedAt = instantAt(body, { at: begin, end, receivedAt });
      reading.refused.push({ index, reason: fix, raw, recordedAt });
    }
    at = end;
  }
}

/** One record of a batch as a position message of its own, which can be decoded again. */
function alone(header: Header, body: Buffer): Uint8Array {
  return wireOf(messageOf(header, { id: messageId.position, serial: header.serial, body }));
}
