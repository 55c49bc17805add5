import type { Request, Response } from 'express';

export type Reason = { path: string; reason: string };
export type Language = 'en' | 'zh';

/**
 * A refusal that a person can act on. `slug` is the stable end of the problem's `type`; the sentence is
 * said in both languages, and the request's Accept-Language chooses. (RFC 9457)
 */
export class Problem extends Error {
  readonly status: number;
  readonly slug: string;
  readonly chinese: string;
  readonly extra: Record<string, unknown>;

  constructor(
    status: number,
    slug: string,
    english: string,
    chinese: string,
    extra: Record<string, unknown> = {},
  ) {
    super(english);
    this.status = status;
    this.slug = slug;
    this.chinese = chinese;
    this.extra = extra;
  }
}

export class InvalidInput extends Problem {
  constructor(
    slug: string,
    english: string,
    chinese: string,
    errors: Reason[] = [],
    status: 400 | 413 | 415 | 422 = 422,
  ) {
    super(status, slug, english, chinese, { errors });
  }
}

export class Unauthenticated extends Problem {
  constructor(slug = 'sign-in-required', english = 'Sign in first.', chinese = '请先登录。') {
    super(401, slug, english, chinese);
  }
}

export class Forbidden extends Problem {
  constructor(
    slug = 'role-lacks',
    english = 'Your role does not include this.',
    chinese = '您的角色不含此项权限。',
  ) {
    super(403, slug, english, chinese);
  }
}

export class NotFound extends Problem {
  constructor(slug: string, english: string, chinese: string) {
    super(404, slug, english, chinese);
  }
}

export class Conflict extends Problem {
  constructor(slug: string, english: string, chinese: string, extra: Record<string, unknown> = {}) {
    super(409, slug, english, chinese, extra);
  }
}

export class Unavailable extends Problem {
  constructor(
    slug = 'database-away',
    english = 'The database cannot be reached at the moment; try again in a few seconds.',
    chinese = '数据库暂时无法连接，请几秒后重试。',
  ) {
    super(503, slug, english, chinese);
  }
}

/** The language of the answer: Chinese where the client prefers it, else English. */
export function languageOf(request: Request): Language {
  return request.acceptsLanguages(['en', 'zh']) === 'zh' ? 'zh' : 'en';
}

export function sendProblem(request: Request, response: Response, problem: Problem): void {
  const language = languageOf(request);
  if (problem.status === 503) response.set('Retry-After', '5');
  response
    .status(problem.status)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: `https://gridwarden.invalid/problems/${problem.slug}`,
        title: problem.slug.replaceAll('-', ' '),
        status: problem.status,
        detail: language === 'zh' ? problem.chinese : problem.message,
        ...problem.extra,
      }),
    );
}
