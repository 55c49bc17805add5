/** Rings of one polygon, outer first; each ring is closed and flat: lon, lat, lon, lat, … in degrees. */
export type FlatPolygon = Float64Array[];

/** Reads the well-known binary of a two-dimensional Polygon or MultiPolygon, as `st_asbinary` gives it. */
export function polygonsOfWkb(wkb: Uint8Array): FlatPolygon[] {
  const view = new DataView(wkb.buffer, wkb.byteOffset, wkb.byteLength);
  return placePolygons((length) => new Float64Array(length), view);
}

/** The same from an offset of a view on, with its numbers in the given room. */
export function placePolygons(room: Room, view: DataView, offset = 0): FlatPolygon[] {
  return readPolygons({ view, offset, room });
}

/** Gives room for so many numbers. */
export type Room = (length: number) => Float64Array;

const numbersInSlab = 65_536;

/**
 * Room in large pieces of memory: to make an array for each of 100,000 rings takes longer than to read them. Threads can
 * read there too.
 */
export function sharedRoom(): Room {
  let slab = new Float64Array(new SharedArrayBuffer(0));
  let taken = 0;
  return (length) => {
    if (taken + length > slab.length) {
      const bytes = Math.max(length, numbersInSlab) * slab.BYTES_PER_ELEMENT;
      slab = new Float64Array(new SharedArrayBuffer(bytes));
      taken = 0;
    }
    taken += length;
    return slab.subarray(taken - length, taken);
  };
}

type Reader = { view: DataView; offset: number; room: Room };

function readPolygons(reader: Reader): FlatPolygon[] {
  const { type, little } = readHeader(reader);
  if (type === 3) return [readPolygon(reader, little)];
  if (type !== 6) throw new Error(`polygonal well-known binary expected, got type ${type}`);
  const polygons: FlatPolygon[] = [];
  for (let parts = readCount(reader, little); parts > 0; parts--)
    polygons.push(readPolygon(reader, readHeader(reader).little));
  return polygons;
}

function readHeader(reader: Reader): { type: number; little: boolean } {
  const little = reader.view.getUint8(reader.offset) === 1;
  const type = reader.view.getUint32(reader.offset + 1, little);
  reader.offset += 5;
  return { type, little };
}

function readCount(reader: Reader, little: boolean): number {
  const count = reader.view.getUint32(reader.offset, little);
  reader.offset += 4;
  return count;
}

function readPolygon(reader: Reader, little: boolean): FlatPolygon {
  const count = readCount(reader, little);
  if (count === 0) return [];
  // A list that begins empty is given room for seventeen, which is most of what a cell takes.
  const rings: FlatPolygon = [readRing(reader, little)];
  while (rings.length < count) rings.push(readRing(reader, little));
  return rings;
}

function readRing(reader: Reader, little: boolean): Float64Array {
  const flat = reader.room(readCount(reader, little) * 2);
  const { view, offset } = reader;
  for (let i = 0; i < flat.length; i++) flat[i] = view.getFloat64(offset + i * 8, little);
  reader.offset = offset + flat.length * 8;
  return flat;
}

/** The well-known binary of a MultiPolygon, or of a Polygon where there is one part, for `st_geomfromwkb`. */
export function wkbOfPolygons(polygons: readonly FlatPolygon[]): Buffer {
  const [only] = polygons;
  if (polygons.length === 1 && only) return wkbOfPolygon(only);
  const header = Buffer.alloc(9);
  header.writeUInt8(1, 0);
  header.writeUInt32LE(6, 1);
  header.writeUInt32LE(polygons.length, 5);
  return Buffer.concat([header, ...polygons.map(wkbOfPolygon)]);
}

/** PostGIS reads no ring under four positions; a shorter one, which is invalid, stays on its last position. */
const leastPositions = 4;

function wkbOfPolygon(rings: FlatPolygon): Buffer {
  const counts = rings.map((ring) => (ring.length === 0 ? 0 : Math.max(leastPositions, ring.length / 2)));
  const buffer = Buffer.alloc(counts.reduce((sum, count) => sum + 4 + count * 16, 9));
  buffer.writeUInt8(1, 0);
  buffer.writeUInt32LE(3, 1);
  let offset = buffer.writeUInt32LE(rings.length, 5);
  rings.forEach((ring, index) => {
    const count = counts[index] ?? 0;
    offset = buffer.writeUInt32LE(count, offset);
    for (let position = 0; position < count; position++) {
      const from = Math.min(position, ring.length / 2 - 1) * 2;
      offset = buffer.writeDoubleLE(ring[from] ?? 0, offset);
      offset = buffer.writeDoubleLE(ring[from + 1] ?? 0, offset);
    }
  });
  return buffer;
}
