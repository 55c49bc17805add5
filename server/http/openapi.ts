import { z } from 'zod';
import type { Access, Route } from './route.ts';

export type OpenapiDocument = ReturnType<typeof openapiDocument>;

/** The OpenAPI 3.1 document of the routes, from the schemas that validate them. */
export function openapiDocument(routes: readonly Route[], version: string) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const definition of routes) {
    const path = definition.path.replaceAll(/[:*](\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [definition.method]: operation(definition) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Gridwarden', version, description: 'Grids, patrol tracks and unmet obligations.' },
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'gridwarden_session' },
        token: { type: 'http', scheme: 'bearer' },
      },
      schemas: { Problem: problemSchema },
    },
  };
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { path: { type: 'string' }, reason: { type: 'string' } } },
    },
  },
};

function operation(definition: Route) {
  const status = String(definition.status ?? (definition.response ? 200 : 204));
  return {
    summary: definition.summary,
    description: whoMayCall(definition.access),
    ...(isOpen(definition.access) ? { security: [] } : { security: [{ session: [] }, { token: [] }] }),
    parameters: [...parameters(definition.params, 'path'), ...parameters(definition.query, 'query')],
    ...requestBody(definition),
    responses: {
      [status]: {
        description: 'Done',
        ...(definition.response && {
          content: { 'application/json': { schema: toSchema(definition.response, 'output') } },
        }),
      },
      default: {
        description: 'A problem (RFC 9457)',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function isOpen(access: Access): boolean {
  return access === 'public' || access === 'path-token';
}

function whoMayCall(access: Access): string {
  if (access === 'public') return 'For anybody.';
  if (access === 'path-token') return 'For whoever holds the token in the path.';
  if (access === 'signed-in') return 'For anybody signed in, within their areas.';
  return `For ${[...access.roles, ...(access.own ?? []).map((role) => `${role} (own)`)].join(', ')}, within their areas.`;
}

function requestBody({ body, upload }: Route) {
  if (!body && !upload) return {};
  const content = {
    ...(body && { 'application/json': { schema: toSchema(body, 'input') } }),
    ...(upload && { [upload]: { schema: { type: 'string', format: 'binary' } } }),
  };
  return { requestBody: { content } };
}

function parameters(schema: z.ZodType | undefined, place: 'path' | 'query') {
  if (!schema) return [];
  const { properties = {}, required = [] } = toSchema(schema, 'input');
  return Object.entries(properties).map(([name, parameter]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: parameter,
  }));
}

function toSchema(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  });
  return rest;
}
