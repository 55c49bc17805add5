import type { LonLat } from '../geo/position.ts';
import type { Geometry } from './table.ts';

const codes = {
  Point: 1,
  LineString: 2,
  Polygon: 3,
  MultiPoint: 4,
  MultiLineString: 5,
  MultiPolygon: 6,
  GeometryCollection: 7,
};

/** The well-known binary of a geometry in two dimensions, little endian. */
export function wkbOfGeometry(geometry: Geometry): Buffer {
  switch (geometry.type) {
    case 'Point':
      return Buffer.concat([head(geometry.type), positions([geometry.coordinates])]);
    case 'LineString':
      return Buffer.concat([head(geometry.type), counted(geometry.coordinates)]);
    case 'Polygon':
      return Buffer.concat([
        head(geometry.type),
        count(geometry.coordinates),
        ...geometry.coordinates.map(counted),
      ]);
    case 'GeometryCollection':
      return collection(geometry.type, geometry.geometries);
    case 'MultiPoint':
      return collection(
        geometry.type,
        geometry.coordinates.map((coordinates) => ({ type: 'Point', coordinates })),
      );
    case 'MultiLineString':
      return collection(
        geometry.type,
        geometry.coordinates.map((coordinates) => ({ type: 'LineString', coordinates })),
      );
    case 'MultiPolygon':
      return collection(
        geometry.type,
        geometry.coordinates.map((coordinates) => ({ type: 'Polygon', coordinates })),
      );
  }
}

function collection(type: keyof typeof codes, members: readonly Geometry[]): Buffer {
  return Buffer.concat([head(type), count(members), ...members.map(wkbOfGeometry)]);
}

function head(type: keyof typeof codes): Buffer {
  const bytes = Buffer.alloc(5);
  bytes.writeUInt8(1, 0);
  bytes.writeUInt32LE(codes[type], 1);
  return bytes;
}

function count(members: readonly unknown[]): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(members.length, 0);
  return bytes;
}

function counted(list: readonly LonLat[]): Buffer {
  return Buffer.concat([count(list), positions(list)]);
}

/** Positions as pairs of doubles, as Shapefiles have them too. */
export function positions(list: readonly LonLat[]): Buffer {
  const bytes = Buffer.alloc(list.length * 16);
  list.forEach(([lon, lat], index) => {
    bytes.writeDoubleLE(lon, index * 16);
    bytes.writeDoubleLE(lat, index * 16 + 8);
  });
  return bytes;
}

/** Every position of a geometry. */
export function positionsOf(geometry: Geometry): LonLat[] {
  switch (geometry.type) {
    case 'Point':
      return [geometry.coordinates];
    case 'MultiPoint':
    case 'LineString':
      return geometry.coordinates;
    case 'Polygon':
    case 'MultiLineString':
      return geometry.coordinates.flat();
    case 'MultiPolygon':
      return geometry.coordinates.flat(2);
    case 'GeometryCollection':
      return geometry.geometries.flatMap(positionsOf);
  }
}

/** West, south, east, north of positions. */
export function boundsOf(list: readonly LonLat[]): [number, number, number, number] {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of list) {
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  }
  return box;
}
