import type { LonLat } from '../geo/position.ts';
import type { Geometry, Table } from './table.ts';

/** A KML document (OGC 12-007r2): every field in ExtendedData, the name or code as the name of the Placemark. */
export async function* kmlText({ title, fields, features }: Table): AsyncGenerator<string> {
  yield `<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>${escaped(title)}</name>
`;
  const named = ['name', 'code', 'kind'].map((name) => fields.findIndex((field) => field.name === name));
  const naming = named.find((index) => index >= 0) ?? -1;
  for await (const { geometry, values } of features) {
    const data = fields.flatMap(({ name }, index) => {
      const value = values[index] ?? null;
      return value === null || index === naming
        ? []
        : [`<Data name="${escaped(name)}"><value>${escaped(String(value))}</value></Data>`];
    });
    const name = values[naming] ?? null;
    yield `<Placemark>${name === null ? '' : `<name>${escaped(String(name))}</name>`}<ExtendedData>${data.join('')}</ExtendedData>${shape(geometry)}</Placemark>\n`;
  }
  yield '</Document></kml>\n';
}

function shape(geometry: Geometry): string {
  switch (geometry.type) {
    case 'Point':
      return `<Point>${coordinates([geometry.coordinates])}</Point>`;
    case 'LineString':
      return `<LineString>${coordinates(geometry.coordinates)}</LineString>`;
    case 'Polygon':
      return polygon(geometry.coordinates);
    case 'MultiPoint':
      return multi(geometry.coordinates.map((position) => `<Point>${coordinates([position])}</Point>`));
    case 'MultiLineString':
      return multi(geometry.coordinates.map((line) => `<LineString>${coordinates(line)}</LineString>`));
    case 'MultiPolygon':
      return multi(geometry.coordinates.map(polygon));
    case 'GeometryCollection':
      return multi(geometry.geometries.map(shape));
  }
}

const multi = (members: string[]) => `<MultiGeometry>${members.join('')}</MultiGeometry>`;

function polygon(rings: LonLat[][]): string {
  const borders = rings.map((ring, index) => {
    const side = index === 0 ? 'outerBoundaryIs' : 'innerBoundaryIs';
    return `<${side}><LinearRing>${coordinates(ring)}</LinearRing></${side}>`;
  });
  return `<Polygon>${borders.join('')}</Polygon>`;
}

function coordinates(positions: readonly LonLat[]): string {
  return `<coordinates>${positions.map(([lon, lat]) => `${lon},${lat}`).join(' ')}</coordinates>`;
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Characters that XML has no way to write are left out. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
