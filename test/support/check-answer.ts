import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Route } from '../../server/http/route.ts';

const problem = z.object({
  type: z.string().startsWith('https://gridwarden.invalid/problems/'),
  title: z.string().min(1),
  status: z.int(),
  detail: z.string().min(1),
  errors: z.array(z.object({ path: z.string(), reason: z.string() })).optional(),
});

/** Throws where an answer is not what its route documents: a wrong or undocumented field, or an error without form. */
export type CheckAnswer = (method: string, path: string, response: Response, body: unknown) => void;

/** Checks against the response schemas of the routes; what no route answers is left alone. */
export function answerCheck(routes: readonly Route[]): CheckAnswer {
  const patterns = routes.map((route) => ({ route, pattern: patternOf(route.path) }));
  return (method, path, response, body) => {
    const [pathname = ''] = path.split('?');
    const found = patterns.find(
      ({ route, pattern }) => route.method === method.toLowerCase() && pattern.test(pathname),
    );
    if (!found) return;
    const wrong = response.ok
      ? (wrongAnswer(found.route, body) ?? keptByOthers(found.route, response))
      : wrongProblem(found.route, response, body);
    if (wrong) throw new Error(`${method} ${found.route.path} answered ${response.status}: ${wrong}`);
  };
}

function patternOf(path: string): RegExp {
  const source = path.replaceAll('.', '\\.').replaceAll(/\{?\/?[:*]\w+\}?/g, (part) => {
    const slash = part.includes('/') ? '/' : '';
    if (part.startsWith('{')) return `(?:${slash}.+)?`;
    return part.includes('*') ? `${slash}.+` : `${slash}[^/]+`;
  });
  return new RegExp(`^${source}$`);
}

function wrongAnswer({ response: schema }: Route, body: unknown): string | undefined {
  if (!schema) return undefined;
  const parsed = schema.safeParse(body);
  if (!parsed.success) return z.prettifyError(parsed.error);
  return isDeepStrictEqual(parsed.data, body)
    ? undefined
    : `fields that are not documented: ${JSON.stringify(body).slice(0, 500)}`;
}

/** What only some may see says so to whatever keeps answers on the way. */
function keptByOthers({ access }: Route, response: Response): string | undefined {
  if (access === 'public' || access === 'path-token') return undefined;
  const control = response.headers.get('cache-control') ?? '';
  return /\b(private|no-store)\b/.test(control) ? undefined : `for everybody to keep: "${control}"`;
}

function wrongProblem({ path }: Route, response: Response, body: unknown): string | undefined {
  if (path.startsWith('/ingest')) return undefined;
  const type = response.headers.get('content-type') ?? '';
  if (!type.startsWith('application/problem+json')) return `an error as ${type}`;
  const parsed = problem.safeParse(body);
  return parsed.success ? undefined : z.prettifyError(parsed.error);
}
