const nibbles = [
  0x0000, 0xcc01, 0xd801, 0x1400, 0xf001, 0x3c00, 0x2800, 0xe401, 0xa001, 0x6c00, 0x7800, 0xb401, 0x5000,
  0x9c01, 0x8801, 0x4400,
] as const;

/** The checksum of FIT files over these bytes, going on from that of the bytes before. (FIT protocol 2.0) */
export function crc16(bytes: Uint8Array, before: number): number {
  let crc = before;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    crc = (crc >> 4) ^ (nibbles[crc & 0xf] ?? 0) ^ (nibbles[byte & 0xf] ?? 0);
    crc = (crc >> 4) ^ (nibbles[crc & 0xf] ?? 0) ^ (nibbles[byte >> 4] ?? 0);
  }
  return crc;
}
