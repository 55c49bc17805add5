import type { Table } from './table.ts';

/** A FeatureCollection (RFC 7946), every digit of the coordinates in it, a feature a line. */
export async function* geoJsonText({ title, fields, features }: Table): AsyncGenerator<string> {
  yield `{"type":"FeatureCollection","name":${JSON.stringify(title)},"features":[`;
  let separator = '\n';
  for await (const { id, geometry, values } of features) {
    const properties = Object.fromEntries(fields.map(({ name }, index) => [name, values[index] ?? null]));
    yield `${separator}${JSON.stringify({ type: 'Feature', id, geometry, properties })}`;
    separator = ',\n';
  }
  yield '\n]}\n';
}
