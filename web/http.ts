import { currentLanguage } from './state/language.ts';

/** One reason of a refusal and the field it belongs to. */
export type FieldError = { path: string; reason: string };

/** A refusal by the server (RFC 9457), or a request that never arrived (`status` 0). */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  readonly errors: FieldError[];
  /** The whole problem document, for members of one kind only such as `problems` of a refused publishing. */
  readonly problem: Record<string, unknown>;

  constructor(status: number, problem: Record<string, unknown>) {
    const title = textOf(problem.title);
    const detail = textOf(problem.detail);
    super(detail || title || `HTTP ${status}`);
    this.status = status;
    this.type = textOf(problem.type);
    this.title = title;
    this.detail = detail;
    this.errors = fieldErrorsOf(problem.errors);
    this.problem = problem;
  }
}

export type Query = Record<string, string | number | boolean | undefined>;

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function fieldErrorsOf(value: unknown): FieldError[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isRecord).map(({ path, reason }) => ({ path: String(path), reason: textOf(reason) }));
}

/** The address with the parameters that have a value. */
export function address(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text ? `${path}?${text}` : path;
}

async function send(method: string, url: string, body: unknown): Promise<Response> {
  const raw = body instanceof FormData || body instanceof Blob;
  const headers: Record<string, string> = {
    accept: 'application/json',
    'accept-language': currentLanguage(),
  };
  if (body !== undefined && !raw) headers['content-type'] = 'application/json';
  const init: RequestInit = { method, headers, credentials: 'same-origin' };
  if (body !== undefined) init.body = raw ? body : JSON.stringify(body);
  try {
    return await fetch(url, init);
  } catch {
    throw new ApiError(0, {});
  }
}

async function parse(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The one place where an answer becomes a typed value: the server validates against the same schemas
 * the types come from, so the page does not check a second time.
 */
async function request<T>(method: string, url: string, body?: unknown): Promise<T> {
  const response = await send(method, url, body);
  const answer = await parse(response);
  if (!response.ok) throw new ApiError(response.status, isRecord(answer) ? answer : {});
  return answer as T;
}

export const get = <T>(path: string, query?: Query) => request<T>('GET', address(path, query));
export const post = <T>(path: string, body?: unknown, query?: Query) =>
  request<T>('POST', address(path, query), body);
export const patch = <T>(path: string, body: unknown) => request<T>('PATCH', path, body);
export const put = <T>(path: string, body?: unknown) => request<T>('PUT', path, body);
export const remove = <T = undefined>(path: string) => request<T>('DELETE', path);

/** The file that is answered to a question too long for an address. */
export async function postForFile(path: string, body: unknown, query?: Query): Promise<Blob> {
  const response = await send('POST', address(path, query), body);
  if (response.ok) return response.blob();
  const answer = await parse(response);
  throw new ApiError(response.status, isRecord(answer) ? answer : {});
}
