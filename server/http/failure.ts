import { InvalidInput, NotFound, Problem, Unavailable } from './problem.ts';

/** Connection lost, server shutting down or starting, too many connections, disk full, pool exhausted. */
const awayCodes = new Set([
  '08000',
  '08001',
  '08003',
  '08004',
  '08006',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '53100',
  '58030',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
]);
const awayMessages =
  /Connection terminated|Timeout acquiring a connection|Unable to acquire a connection|connection is closed|Client has encountered a connection error/i;

/** True where the database is away and the same request may succeed in a few seconds. */
function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  if ('syscall' in error && error.syscall === 'open') return false;
  return awayCodes.has(code) || awayMessages.test(error.message);
}

/** The problem that an error is answered with; undefined where it is a fault of ours. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  if (isDatabaseAway(error)) return new Unavailable();
  if (isUnstorableText(error)) return unstorableText();
  return bodyProblem(error) ?? malformed(error);
}

/** What else express refuses before a handler runs: a path that cannot be decoded, a body that cannot be unpacked. */
function malformed(error: unknown): InvalidInput | undefined {
  if (!(error instanceof Error) || !('status' in error)) return undefined;
  if (typeof error.status !== 'number' || error.status < 400 || error.status > 499) return undefined;
  return new InvalidInput(
    'malformed-request',
    `The request cannot be read: ${error.message}.`,
    `请求无法解析：${error.message}。`,
    [],
    400,
  );
}

/** PostgreSQL stores no NUL character, neither in text nor in JSON. */
function isUnstorableText(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '22021' || error.code === '22P05');
}

function unstorableText(): InvalidInput {
  return new InvalidInput(
    'unstorable-text',
    'A text holds a NUL character, which cannot be stored; remove it.',
    '文本中含有无法保存的空字符（NUL），请删除。',
  );
}

/** What express's body parser throws carries a `type`. */
function bodyProblem(error: unknown): Problem | undefined {
  if (!(error instanceof Error) || !('type' in error)) return undefined;
  switch (error.type) {
    case 'entity.too.large':
      return new InvalidInput(
        'body-too-large',
        `The body is over the limit of ${limitMegabytes(error)}.`,
        `请求体超过 ${limitMegabytes(error)} 上限。`,
        [],
        413,
      );
    case 'entity.parse.failed':
      return new InvalidInput(
        'not-json',
        `The body is not JSON: ${error.message}.`,
        '请求体不是有效的 JSON。',
        [],
        400,
      );
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new InvalidInput(
        'unsupported-encoding',
        'The body must be UTF-8.',
        '请求体须为 UTF-8 编码。',
        [],
        415,
      );
    case 'request.aborted':
    case 'request.size.invalid':
      return new InvalidInput('body-incomplete', 'The body ended early.', '请求体不完整。', [], 400);
    default:
      return undefined;
  }
}

/** The parser that refused says its own limit: it is not the same on every path. */
function limitMegabytes(error: Error): string {
  return `${Math.floor(Number('limit' in error && error.limit) / 1024 ** 2)} MB`;
}

export function noSuchPath(path: string): NotFound {
  return new NotFound('no-such-path', `There is nothing at ${path}.`, `没有 ${path} 这个地址。`);
}
