import pino from 'pino';
import { expect, test } from 'vitest';
import { allRoutes } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import { openDatabase } from '../../server/database/open.ts';
import { openapiDocument } from '../../server/http/openapi.ts';

// A pool connects when it is first asked, and nothing here asks it.
const db = openDatabase('postgres://nobody@127.0.0.1:1/none');
const routes = allRoutes({ db, config: readConfig({}), log: pino({ level: 'silent' }) });
const document = openapiDocument(routes, '1.2.3');

type Operation = {
  summary: string;
  parameters: { name: string; in: string; required: boolean; schema: object }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>;
};
const paths: Record<string, Record<string, Operation>> = JSON.parse(JSON.stringify(document.paths));
const operations = Object.entries(paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
);

test('holds every route once, and nothing else', () => {
  const documented = operations.map(({ path, method }) => `${method} ${path}`).sort();
  const registered = routes
    .map(({ path, method }) => `${method} ${path.replace(/[:*](\w+)/g, '{$1}')}`)
    .sort();
  expect(documented).toEqual(registered);
});

test('is well-formed OpenAPI 3.1', () => {
  expect(document.openapi).toBe('3.1.0');
  expect(document.info).toMatchObject({ title: 'Gridwarden', version: '1.2.3' });
  const wrong = operations.flatMap(({ path, method, operation }) =>
    faultsOf(path, operation).map((fault) => `${method} ${path}: ${fault}`),
  );
  expect(wrong).toEqual([]);
});

test('refers only to what it holds', () => {
  const text = JSON.stringify(document);
  const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference = '']) => reference);
  const missing = references.filter(
    (reference) => reference.startsWith('#/components/') && !resolve(reference),
  );
  expect([references.length > 0, missing]).toEqual([true, []]);
});

test('names the parameters, the body and the answer of a route', () => {
  const list = paths['/api/layers/{id}/features']?.['get'];
  expect(list?.parameters.map(({ name, in: place, required }) => [name, place, required])).toEqual([
    ['id', 'path', true],
    ['bbox', 'query', false],
    ['limit', 'query', false],
    ['cursor', 'query', false],
  ]);
  const body = paths['/api/people']?.['post']?.requestBody?.content['application/json']?.schema;
  expect(body).toMatchObject({ required: ['name', 'kind'], additionalProperties: false });
});

/** Every template variable is a required path parameter, every answer and body is described. */
function faultsOf(path: string, operation: Operation): string[] {
  const variables = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
  const inPath = operation.parameters.filter((parameter) => parameter.in === 'path');
  const names = inPath.map(({ name }) => name).sort();
  const answers = Object.entries(operation.responses);
  return [
    ...(operation.summary ? [] : ['no summary']),
    ...(JSON.stringify(variables) === JSON.stringify(names)
      ? []
      : [`path parameters ${names}, not ${variables}`]),
    ...inPath.filter(({ required }) => !required).map(({ name }) => `path parameter ${name} is not required`),
    ...operation.parameters
      .filter(({ schema }) => !isSchema(schema))
      .map(({ name }) => `no schema of ${name}`),
    ...(answers.some(([status]) => /^[23]\d\d$/.test(status)) ? [] : ['no successful answer']),
    ...answers.filter(([, { description }]) => !description).map(([status]) => `no description of ${status}`),
    ...[operation.requestBody, ...Object.values(operation.responses)]
      .flatMap((holder) => Object.entries(holder?.content ?? {}))
      .filter(([type, { schema }]) => !type.includes('/') || !isSchema(schema))
      .map(([type]) => `no schema of ${type}`),
  ];
}

const schemaWords = ['type', 'anyOf', 'oneOf', 'allOf', 'enum', 'const', '$ref', 'description', 'properties'];

function isSchema(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return false;
  return Object.keys(schema).length === 0 || schemaWords.some((word) => word in schema);
}

function resolve(reference: string): unknown {
  return reference
    .slice(2)
    .split('/')
    .reduce<unknown>(
      (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
      document,
    );
}
