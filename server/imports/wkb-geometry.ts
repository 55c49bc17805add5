import { maxVertices } from '../geo/geojson.ts';
import type { LonLat } from '../geo/position.ts';

/** The well-known binary is damaged, or of a kind that is not read. */
export class UnreadableWkb extends Error {}

const names = [
  undefined,
  'Point',
  'LineString',
  'Polygon',
  'MultiPoint',
  'MultiLineString',
  'MultiPolygon',
  'GeometryCollection',
] as const;

type Reader = { view: DataView; at: number; left: number };
type Header = { type: number; little: boolean; dimensions: number };

/**
 * The geometry of a well-known binary as GeoJSON in two dimensions (OGC 06-103r4, with the codes of ISO 13249-3 and the
 * flags of PostGIS for altitudes and measures, which are left out). Throws UnreadableWkb.
 */
export function geometryOfWkb(wkb: Uint8Array): unknown {
  const view = new DataView(wkb.buffer, wkb.byteOffset, wkb.byteLength);
  try {
    return readGeometry({ view, at: 0, left: maxVertices }, 0);
  } catch (error) {
    if (error instanceof RangeError) throw new UnreadableWkb('it ends in the middle');
    throw error;
  }
}

function readGeometry(reader: Reader, depth: number): unknown {
  const header = readHeader(reader);
  const name = names[header.type];
  if (name === undefined || depth > 4) throw new UnreadableWkb(`geometry type ${header.type}`);
  if (name === 'GeometryCollection')
    return { type: name, geometries: readMembers(reader, header, () => readGeometry(reader, depth + 1)) };
  return { type: name, coordinates: readCoordinates(reader, header) };
}

function readCoordinates(reader: Reader, header: Header): unknown {
  const line = () => readMembers(reader, header, () => readPosition(reader, header));
  if (header.type === 1) return readPosition(reader, header);
  if (header.type === 2) return line();
  if (header.type === 3) return readMembers(reader, header, line);
  return readMembers(reader, header, () => readCoordinates(reader, readHeader(reader)));
}

function readHeader(reader: Reader): Header {
  const little = reader.view.getUint8(reader.at) === 1;
  const code = reader.view.getUint32(reader.at + 1, little);
  reader.at += 5;
  const flagged = code >>> 28;
  // The flag 2 says that a reference system follows, which the layer has said already.
  if (flagged & 2) reader.at += 4;
  const plain = code & 0x0fff_ffff;
  const iso = Math.floor(plain / 1000);
  const extra = flagged ? Number((flagged & 8) > 0) + Number((flagged & 4) > 0) : [0, 1, 1, 2][iso];
  if (extra === undefined) throw new UnreadableWkb(`geometry type ${code}`);
  return { type: plain % 1000, little, dimensions: 2 + extra };
}

function readMembers<T>(reader: Reader, { little }: Header, read: () => T): T[] {
  const count = reader.view.getUint32(reader.at, little);
  reader.at += 4;
  // A count beyond what is left would reserve memory for nothing.
  if (count > reader.view.byteLength - reader.at) throw new UnreadableWkb('it ends in the middle');
  const members: T[] = [];
  for (let member = 0; member < count; member++) members.push(read());
  return members;
}

function readPosition(reader: Reader, { little, dimensions }: Header): LonLat {
  if (--reader.left < 0) throw new UnreadableWkb(`more than ${maxVertices} vertices`);
  const { view, at } = reader;
  const position: LonLat = [view.getFloat64(at, little), view.getFloat64(at + 8, little)];
  reader.at += dimensions * 8;
  return position;
}
