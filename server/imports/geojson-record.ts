import type { Attributes, Note, Scalar, SourceRecord } from './source.ts';

/** The record of one element of `features`, geometry unchecked. */
export function recordOfFeature(index: number, value: unknown): SourceRecord {
  const { type, geometry, properties, id } = Object(value) as Record<string, unknown>;
  if (type !== 'Feature') return { index, attributes: {}, refused: notAFeature };
  return recordOfGeometry(index, geometry, attributesOf(properties, id));
}

/** The polygons of a GeometryCollection are taken together; its other members are told. */
export function recordOfGeometry(index: number, geometry: unknown, attributes: Attributes): SourceRecord {
  const { type, geometries } = Object(geometry) as Record<string, unknown>;
  if (type !== 'GeometryCollection' || !Array.isArray(geometries)) return { index, geometry, attributes };
  const polygons = geometries.flatMap((member) => {
    const { type: kind, coordinates } = Object(member) as Record<string, unknown>;
    if (kind === 'Polygon') return [coordinates];
    return kind === 'MultiPolygon' && Array.isArray(coordinates) ? coordinates : [];
  });
  const others = geometries
    .map((member) => String(Object(member).type))
    .filter((kind) => !kind.endsWith('Polygon'));
  const joined = polygons.length === 0 ? geometry : { type: 'MultiPolygon', coordinates: polygons };
  return { index, geometry: joined, attributes, notes: others.length > 0 ? [leftOut(others)] : [] };
}

/** Properties whose values are plain; lists and objects have no place in a register of areas. */
export function attributesOf(properties: unknown, id: unknown): Attributes {
  const entries = Object.entries({ ...(id !== undefined && { id }), ...Object(properties) });
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (isScalar(value) ? [[clean(name), cleanScalar(value)]] : [])),
  );
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function cleanScalar(value: Scalar): Scalar {
  return typeof value === 'string' ? clean(value) : value;
}

/** The database stores neither NUL nor half a surrogate pair. */
function clean(text: string): string {
  return text.replaceAll('\0', '').replace(/\p{Cs}/gu, '\ufffd');
}

const notAFeature: Note = {
  kind: 'not-a-feature',
  english: 'The element of "features" is no Feature.',
  chinese: 'features 中的该元素不是 Feature。',
};

function leftOut(types: string[]): Note {
  const names = [...new Set(types)].join(', ').slice(0, 200);
  return {
    kind: 'members-left-out',
    english: `Members of the geometry collection that are no polygons are left out: ${names}.`,
    chinese: `几何集合中的非面成员不予导入：${names}。`,
  };
}
