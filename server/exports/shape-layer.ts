import type { LonLat } from '../geo/position.ts';
import type { Geometry } from './table.ts';
import { boundsOf, positions, positionsOf } from './wkb-of-geometry.ts';

type Kind = 'polygons' | 'lines' | 'points';
type Single = Exclude<Geometry, { type: 'GeometryCollection' }>;

const types: Record<Kind, number> = { polygons: 5, lines: 3, points: 8 };

export type ShapeLayer = { add: (geometry: Single) => void; files: () => { shp: Buffer; shx: Buffer } };

/** Collects the .shp and .shx of one layer record by record (ESRI Shapefile Technical Description, 1998). */
export function shapeLayer(kind: Kind): ShapeLayer {
  const records: Buffer[] = [];
  const corners: LonLat[] = [];
  return {
    add: (geometry) => {
      const all = positionsOf(geometry);
      const box = boundsOf(all);
      corners.push([box[0], box[1]], [box[2], box[3]]);
      records.push(kind === 'points' ? pointRecord(all, box) : partsRecord(kind, partsOf(geometry), box));
    },
    files: () => filesOf(kind, records, corners),
  };
}

function pointRecord(all: readonly LonLat[], box: readonly number[]): Buffer {
  const head = headOf(types.points, box, 40);
  head.writeInt32LE(all.length, 36);
  return Buffer.concat([head, positions(all)]);
}

function partsRecord(kind: Kind, parts: readonly LonLat[][], box: readonly number[]): Buffer {
  const head = headOf(types[kind], box, 44 + parts.length * 4);
  head.writeInt32LE(parts.length, 36);
  let from = 0;
  parts.forEach((part, index) => {
    head.writeInt32LE(from, 44 + index * 4);
    from += part.length;
  });
  head.writeInt32LE(from, 40);
  return Buffer.concat([head, ...parts.map(positions)]);
}

function headOf(type: number, box: readonly number[], bytes: number): Buffer {
  const head = Buffer.alloc(bytes);
  head.writeInt32LE(type, 0);
  box.forEach((side, index) => {
    head.writeDoubleLE(side, 4 + index * 8);
  });
  return head;
}

/** Shells run clockwise, holes the other way round. */
function partsOf(geometry: Single): LonLat[][] {
  switch (geometry.type) {
    case 'LineString':
      return [geometry.coordinates];
    case 'MultiLineString':
      return geometry.coordinates;
    case 'Polygon':
      return geometry.coordinates.map(wound);
    case 'MultiPolygon':
      return geometry.coordinates.flatMap((rings) => rings.map(wound));
    default:
      return [];
  }
}

function wound(ring: LonLat[], index: number): LonLat[] {
  const [originX, originY] = ring[0] ?? [0, 0];
  let doubled = 0;
  for (let i = 1; i < ring.length; i++) {
    const [x1, y1] = ring[i - 1] ?? [0, 0];
    const [x2, y2] = ring[i] ?? [0, 0];
    doubled += (x1 - originX) * (y2 - originY) - (x2 - originX) * (y1 - originY);
  }
  return doubled > 0 === (index === 0) ? ring.toReversed() : ring;
}

function filesOf(kind: Kind, records: readonly Buffer[], corners: readonly LonLat[]) {
  const index = Buffer.alloc(records.length * 8);
  const pieces: Buffer[] = [];
  let words = 50;
  records.forEach((record, place) => {
    const head = Buffer.alloc(8);
    head.writeInt32BE(place + 1, 0);
    head.writeInt32BE(record.length / 2, 4);
    index.writeInt32BE(words, place * 8);
    index.writeInt32BE(record.length / 2, place * 8 + 4);
    words += 4 + record.length / 2;
    pieces.push(head, record);
  });
  const box = corners.length > 0 ? boundsOf(corners) : [0, 0, 0, 0];
  return {
    shp: Buffer.concat([fileHead(kind, words, box), ...pieces]),
    shx: Buffer.concat([fileHead(kind, 50 + records.length * 4, box), index]),
  };
}

function fileHead(kind: Kind, words: number, box: readonly number[]): Buffer {
  const head = Buffer.alloc(100);
  head.writeInt32BE(9994, 0);
  head.writeInt32BE(words, 24);
  head.writeInt32LE(1000, 28);
  head.writeInt32LE(types[kind], 32);
  box.forEach((side, index) => {
    head.writeDoubleLE(side, 36 + index * 8);
  });
  return head;
}
