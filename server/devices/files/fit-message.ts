import type { Placed } from './track-reader.ts';

type Field = { offset: number; bytes: number };

/** What the data messages of a local type look like: the fields that concern a fix, by number. */
export type Definition = {
  message: number;
  isBigEndian: boolean;
  /** Of a data message, its head included. */
  bytes: number;
  fields: ReadonlyMap<number, Field>;
  /** The message that defined it. */
  source: Uint8Array;
};

const field = {
  timestamp: 253,
  lat: 0,
  lon: 1,
  altitude: 2,
  speed: 6,
  accuracy: 31,
  enhancedSpeed: 73,
  enhancedAltitude: 78,
};
const fitEpochSeconds = 631_065_600; // 1989-12-31T00:00:00Z
/** A smaller time counts from when the device was switched on. */
const firstAbsoluteTime = 0x10000000;
const noPosition = 0x7fffffff;
const degreesPerSemicircle = 180 / 2 ** 31;

/** The length of the definition message that begins here; undefined where it is not all there to be told. */
export function definitionBytes(held: Uint8Array): number | undefined {
  const count = held[5];
  if (count === undefined) return undefined;
  const bytes = 6 + 3 * count;
  if (!((held[0] ?? 0) & 0x20)) return bytes;
  const ofDevelopers = held[bytes];
  return ofDevelopers === undefined ? undefined : bytes + 1 + 3 * ofDevelopers;
}

export function definitionOf(message: Buffer): Definition {
  const isBigEndian = message[2] === 1;
  const fields = new Map<number, Field>();
  const count = message[5] ?? 0;
  let bytes = 1;
  for (let at = 0; at < count; at++) {
    const [number = 0, size = 0] = message.subarray(6 + 3 * at);
    fields.set(number, { offset: bytes, bytes: size });
    bytes += size;
  }
  // Fields of developers follow those of the profile; only their lengths matter here.
  for (let at = 7 + 3 * count; at < message.length; at += 3) bytes += message[at + 1] ?? 0;
  return {
    message: isBigEndian ? message.readUInt16BE(3) : message.readUInt16LE(3),
    isBigEndian,
    bytes,
    fields,
    source: Buffer.from(message),
  };
}

/** Seconds since the FIT epoch, where the message says its time. */
export function timestampOf(definition: Definition, message: Buffer): number | undefined {
  return unsigned(definition, message, field.timestamp, 4);
}

/** The fix of a record, the reason why it is none, or undefined: it has no position and is no fix. */
export function fixOf(
  definition: Definition,
  message: Buffer,
  timestamp: number | undefined,
): Placed | string | undefined {
  const [lat, lon] = [signed(definition, message, field.lat), signed(definition, message, field.lon)];
  if (lat === undefined || lon === undefined || lat === noPosition || lon === noPosition) return undefined;
  if (timestamp === undefined || timestamp < firstAbsoluteTime) return 'no-time';
  const read = (number: number, bytes: 1 | 2 | 4) => unsigned(definition, message, number, bytes);
  const altitude = read(field.enhancedAltitude, 4) ?? read(field.altitude, 2);
  const speed = read(field.enhancedSpeed, 4) ?? read(field.speed, 2);
  return {
    recordedAt: (timestamp + fitEpochSeconds) * 1000,
    lat: lat * degreesPerSemicircle,
    lon: lon * degreesPerSemicircle,
    ...(altitude !== undefined && { altitudeMetres: altitude / 5 - 500 }),
    ...(speed !== undefined && { speedMetresPerSecond: speed / 1000 }),
    accuracyMetres: read(field.accuracy, 1),
  };
}

function signed({ fields, isBigEndian }: Definition, message: Buffer, number: number): number | undefined {
  const place = fields.get(number);
  if (place?.bytes !== 4) return undefined;
  return isBigEndian ? message.readInt32BE(place.offset) : message.readInt32LE(place.offset);
}

/** All bits set stand for unknown. */
function unsigned(
  { fields, isBigEndian }: Definition,
  message: Buffer,
  number: number,
  bytes: 1 | 2 | 4,
): number | undefined {
  const place = fields.get(number);
  if (place?.bytes !== bytes) return undefined;
  const value = isBigEndian
    ? message.readUIntBE(place.offset, bytes)
    : message.readUIntLE(place.offset, bytes);
  return value === 2 ** (8 * bytes) - 1 ? undefined : value;
}
