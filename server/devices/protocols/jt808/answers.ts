import { wireOf } from './frames.ts';
import { type Header, messageOf } from './header.ts';

/** The results of the general answer that this platform gives; of the others terminals make whatever they like. */
export const result = { done: 0, failed: 1 } as const;

/** The results of a registration. */
export const registrationResult = { done: 0, terminalTaken: 3, noTerminal: 4 } as const;

/** Answers are in the terminal's own layout, under a serial of the platform. */
type Answer = { header: Header; serial: number };

/** 0x8001: what became of a message. A terminal deletes what is answered with 0. */
export function generalAnswer({ header, serial }: Answer, to: number, outcome: number): Buffer {
  const body = Buffer.allocUnsafe(5);
  body.writeUInt16BE(to, 0);
  body.writeUInt16BE(header.id, 2);
  body[4] = outcome;
  return wireOf(messageOf(header, { id: 0x8001, serial, body }));
}

/** 0x8100: what became of a registration; the code is there only where it succeeded. */
export function registrationAnswer({ header, serial }: Answer, outcome: number, code = ''): Buffer {
  const head = Buffer.allocUnsafe(3);
  head.writeUInt16BE(header.serial, 0);
  head[2] = outcome;
  return wireOf(
    messageOf(header, { id: 0x8100, serial, body: Buffer.concat([head, Buffer.from(code, 'latin1')]) }),
  );
}

/** 0x8800: every part of the picture has arrived. `body` is that of the message (0x0801). */
export function multimediaAnswer({ header, serial }: Answer, body: Buffer): Buffer {
  const id = Buffer.alloc(4);
  body.copy(id, 0, 0, 4);
  return wireOf(messageOf(header, { id: 0x8800, serial, body: id }));
}

/** 0x8003: send these parts again, of the message whose first part had this serial. At most 255. */
export function partsRequest(
  { header, serial }: Answer,
  firstSerial: number,
  missing: readonly number[],
): Buffer {
  const body = Buffer.allocUnsafe(3 + 2 * missing.length);
  body.writeUInt16BE(firstSerial, 0);
  body[2] = missing.length;
  for (const [place, index] of missing.entries()) body.writeUInt16BE(index, 3 + 2 * place);
  return wireOf(messageOf(header, { id: 0x8003, serial, body }));
}
