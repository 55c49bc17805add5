import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { idParam } from '../http/parse.ts';
import { type Route, route } from '../http/route.ts';
import { ruleInput } from '../rules/rule.ts';
import { rulePreview } from './preview.ts';
import { previewRule } from './preview-rule.ts';

/** What a rule would find before it is made. */
export function previewRoutes({ db, config }: Deps): Route[] {
  const { timeZone } = config;
  return [
    route({
      method: 'post',
      path: '/api/rules/preview',
      summary: 'What an obligation would find now, without making it',
      access: { roles: ['chief'] },
      query: z.strictObject({
        replaces: idParam
          .optional()
          .meta({ description: 'The rule whose place it would take, and whose areas' }),
      }),
      body: ruleInput(timeZone),
      response: rulePreview,
      handle: ({ scope, body, query, language }) =>
        previewRule(db, scope, body, { now: new Date(), language, timeZone, replacedId: query.replaces }),
    }),
  ];
}
