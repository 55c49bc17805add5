import { wireOf } from '../../server/devices/protocols/jt808/frames.ts';

/** What a terminal of the tests and figures is: its number, and which header it speaks. */
export type TerminalKind = { number: string; layout?: '2013' | '2019' };

type Sent = { serial: number; body?: Buffer; total?: number; index?: number };

/** A message as a terminal sends it, from flag to flag. */
export function terminalMessage(
  { number, layout = '2013' }: TerminalKind,
  id: number,
  { serial, body = Buffer.alloc(0), total, index }: Sent,
): Buffer {
  const isPart = total !== undefined;
  const head = Buffer.alloc(4);
  head.writeUInt16BE(id, 0);
  head.writeUInt16BE((layout === '2019' ? 0x4000 : 0) | (isPart ? 0x2000 : 0) | body.length, 2);
  const version = layout === '2019' ? Buffer.of(1) : Buffer.alloc(0);
  const digits = Buffer.from(number.padStart(layout === '2019' ? 20 : 12, '0'), 'hex');
  const tail = Buffer.alloc(isPart ? 6 : 2);
  tail.writeUInt16BE(serial & 0xffff, 0);
  if (isPart) tail.writeUInt16BE(total, 2);
  if (isPart) tail.writeUInt16BE(index ?? 1, 4);
  return wireOf(Buffer.concat([head, version, digits, tail, body]));
}

export type TerminalPosition = {
  /** Epoch milliseconds, to the second. */
  at: number;
  lon: number;
  lat: number;
  status?: number;
  altitudeMetres?: number;
  kilometresPerHour?: number;
  courseDegrees?: number;
  /** Values behind the position, as they are sent. */
  values?: Buffer;
};

/** The body of a position (0x0200) in the north-east of the world. */
export function positionBody(position: TerminalPosition): Buffer {
  const {
    at,
    lon,
    lat,
    status = 3,
    altitudeMetres = 640,
    kilometresPerHour = 5,
    courseDegrees = 90,
  } = position;
  const body = Buffer.alloc(28);
  body.writeUInt32BE(status, 4);
  body.writeUInt32BE(Math.round(lat * 1e6), 8);
  body.writeUInt32BE(Math.round(lon * 1e6), 12);
  body.writeInt16BE(altitudeMetres, 16);
  body.writeUInt16BE(Math.round(kilometresPerHour * 10), 18);
  body.writeUInt16BE(courseDegrees, 20);
  const time = new Date(at + 8 * 3_600_000).toISOString().replace(/\D/g, '').slice(2, 14);
  body.write(time, 22, 'hex');
  return Buffer.concat([body, position.values ?? Buffer.alloc(0)]);
}

/** The body of a batch (0x0704). */
export function batchBody(positions: readonly TerminalPosition[]): Buffer {
  const head = Buffer.alloc(3);
  head.writeUInt16BE(positions.length, 0);
  const items = positions.map((position) => {
    const body = positionBody(position);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(body.length, 0);
    return Buffer.concat([length, body]);
  });
  return Buffer.concat([head, ...items]);
}

/** The body of a registration (0x0100) of 2013. */
export function registrationBody({
  maker = 'MAKER',
  model = 'MODEL',
  terminalId = 'T000001',
  plate = 'A12345',
} = {}): Buffer {
  const body = Buffer.alloc(37);
  body.writeUInt16BE(15, 0);
  body.writeUInt16BE(724, 2);
  body.write(maker, 4, 5, 'latin1');
  body.write(model, 9, 20, 'latin1');
  body.write(terminalId, 29, 7, 'latin1');
  body[36] = 1;
  return Buffer.concat([body, Buffer.from(plate, 'latin1')]);
}
