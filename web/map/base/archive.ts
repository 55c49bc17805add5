import { gzipSync } from 'node:zlib';

/** A tile with its place on the Hilbert curve over all zooms, as PMTiles orders them. */
export type ArchiveTile = { id: number; data: Uint8Array };
type Entry = { id: number; run: number; offset: number; length: number };

const headerBytes = 127;
const gzip = 2;
const mvt = 1;

/** The PMTiles id of a tile: all tiles of lower zooms, then the Hilbert curve of its own. */
export function tileId(z: number, x: number, y: number): number {
  let id = (4 ** z - 1) / 3;
  let [column, row] = [x, y];
  for (let side = 2 ** (z - 1); side >= 1; side /= 2) {
    const right = (column & side) > 0 ? 1 : 0;
    const below = (row & side) > 0 ? 1 : 0;
    id += side * side * ((3 * right) ^ below);
    if (below === 0) {
      if (right === 1) [column, row] = [side - 1 - column, side - 1 - row];
      [column, row] = [row, column];
    }
  }
  return id;
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}

/** Equal tiles are stored once, and once listed where they follow one another: open land is mostly that. */
function layOut(tiles: ArchiveTile[]): { entries: Entry[]; data: Buffer } {
  const places = new Map<string, { offset: number; length: number }>();
  const chunks: Buffer[] = [];
  const entries: Entry[] = [];
  let end = 0;
  for (const tile of tiles.toSorted((a, b) => a.id - b.id)) {
    const key = Buffer.from(tile.data).toString('base64');
    let place = places.get(key);
    if (!place) {
      const chunk = gzipSync(tile.data, { level: 9 });
      place = { offset: end, length: chunk.length };
      end += chunk.length;
      chunks.push(chunk);
      places.set(key, place);
    }
    const last = entries.at(-1);
    if (last && last.id + last.run === tile.id && last.offset === place.offset) last.run += 1;
    else entries.push({ id: tile.id, run: 1, ...place });
  }
  return { entries, data: Buffer.concat(chunks) };
}

function directoryOf(entries: Entry[]): Buffer {
  const columns = [
    entries.map(({ id }, index) => id - (entries[index - 1]?.id ?? 0)),
    entries.map(({ run }) => run),
    entries.map(({ length }) => length),
    entries.map(({ offset }) => offset + 1),
  ];
  return gzipSync(Buffer.from([...varint(entries.length), ...columns.flat().flatMap(varint)]));
}

function headerOf(
  sizes: { directory: number; metadata: number; data: number },
  tiles: number,
  maxZoom: number,
) {
  const header = Buffer.alloc(headerBytes);
  header.write('PMTiles', 0, 'ascii');
  header.writeUInt8(3, 7);
  const metadataAt = headerBytes + sizes.directory;
  const dataAt = metadataAt + sizes.metadata;
  const numbers = [headerBytes, sizes.directory, metadataAt, sizes.metadata, dataAt, 0, dataAt, sizes.data];
  [...numbers, tiles, tiles, tiles].forEach((value, index) => {
    header.writeBigUInt64LE(BigInt(value), 8 + index * 8);
  });
  header.set([1, gzip, gzip, mvt, 0, maxZoom], 96);
  [-180, -85.05, 180, 85.05].forEach((degrees, index) => {
    header.writeInt32LE(Math.round(degrees * 1e7), 102 + index * 4);
  });
  return header;
}

/**
 * A PMTiles archive, version 3, of vector tiles; its directory must be small enough for one block.
 * Source: github.com/protomaps/PMTiles, spec/v3.
 */
export function archiveOf(tiles: ArchiveTile[], maxZoom: number): Buffer {
  const { entries, data } = layOut(tiles);
  const directory = directoryOf(entries);
  if (headerBytes + directory.length > 16_384) throw new Error('the directory needs leaves: use fewer zooms');
  const metadata = gzipSync(
    JSON.stringify({ attribution: 'Natural Earth', vector_layers: [{ id: 'land' }] }),
  );
  const sizes = { directory: directory.length, metadata: metadata.length, data: data.length };
  return Buffer.concat([headerOf(sizes, tiles.length, maxZoom), directory, metadata, data]);
}
