import { xorOf } from './frames.ts';

/** 2011 and 2013 have the same header; that of 2019 has a version byte and ten bytes of number. */
type Layout = '2013' | '2019';

export type Header = {
  /** 0x0200 and so on. */
  id: number;
  attributes: number;
  layout: Layout;
  /** Of 2019 only, else 0. */
  version: number;
  /** The terminal's number as it came: 6 or 10 bytes. */
  number: Buffer;
  serial: number;
  isEncrypted: boolean;
  /** Of a message that is sent in several: how many they are, and which this is, from 1. */
  total: number;
  index: number;
};

/** A frame taken apart. `wire` is what came, from flag to flag. */
export type Message = { header: Header; body: Buffer; isChecksumRight: boolean; wire: Buffer };

const lengthBits = 0x3ff;
const encryptionBits = 0x1c00;
const partBit = 0x2000;
const versionBit = 0x4000;

const numberStart: Record<Layout, number> = { '2013': 4, '2019': 5 };
const numberBytes: Record<Layout, number> = { '2013': 6, '2019': 10 };

/**
 * Takes a frame apart; undefined where it is too short for a header. Bit 14 says which layout it has, but terminals in
 * the field set it over the older one: where the declared length fits only the other layout, that is it. Where it fits
 * neither the body is what is there.
 */
export function parseMessage(content: Buffer, wire: Buffer): Message | undefined {
  const length = content.length - 1;
  if (length < 12) return undefined;
  const attributes = content.readUInt16BE(2);
  const layout = layoutOf(attributes, length);
  if (layout === undefined) return undefined;
  const isPart = (attributes & partBit) !== 0;
  const start = numberStart[layout];
  const serialAt = start + numberBytes[layout];
  const bodyAt = headerBytes(layout, isPart);
  return {
    header: {
      id: content.readUInt16BE(0),
      attributes,
      layout,
      version: layout === '2019' ? (content[4] ?? 0) : 0,
      number: content.subarray(start, serialAt),
      serial: content.readUInt16BE(serialAt),
      isEncrypted: (attributes & encryptionBits) !== 0,
      total: isPart ? content.readUInt16BE(serialAt + 2) : 1,
      index: isPart ? content.readUInt16BE(serialAt + 4) : 1,
    },
    body: content.subarray(bodyAt, length),
    isChecksumRight: xorOf(content, length) === content[length],
    wire,
  };
}

/** True where the message is one of several that make up one. */
export function isPart({ attributes }: Header): boolean {
  return (attributes & partBit) !== 0;
}

function layoutOf(attributes: number, length: number): Layout | undefined {
  const declared = attributes & lengthBits;
  const hasParts = (attributes & partBit) !== 0;
  const said: Layout = attributes & versionBit ? '2019' : '2013';
  const other: Layout = said === '2019' ? '2013' : '2019';
  if (headerBytes(said, hasParts) + declared === length) return said;
  if (headerBytes(other, hasParts) + declared === length) return other;
  if (headerBytes(said, hasParts) <= length) return said;
  return headerBytes(other, hasParts) <= length ? other : undefined;
}

function headerBytes(layout: Layout, hasParts: boolean): number {
  return numberStart[layout] + numberBytes[layout] + (hasParts ? 6 : 2);
}

/** A message in the layout and with the number of another's header, not in parts and not encrypted. */
export function messageOf(
  { layout, version, number }: Header,
  { id, serial, body }: { id: number; serial: number; body: Buffer },
): Buffer {
  const start = numberStart[layout];
  const message = Buffer.allocUnsafe(headerBytes(layout, false) + body.length);
  message.writeUInt16BE(id, 0);
  // A terminal that sets the bit over the older layout is answered without it: only then it is no lie.
  const bit = layout === '2019' ? versionBit : 0;
  message.writeUInt16BE(bit | (body.length & lengthBits), 2);
  if (layout === '2019') message[4] = version;
  number.copy(message, start);
  message.writeUInt16BE(serial, start + number.length);
  body.copy(message, start + number.length + 2);
  return message;
}
