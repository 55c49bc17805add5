import type { Deps } from '../deps.ts';
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
      body: ruleInput(timeZone),
      response: rulePreview,
      handle: ({ scope, body, language }) =>
        previewRule(db, scope, body, { now: new Date(), language, timeZone }),
    }),
  ];
}
