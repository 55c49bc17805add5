import type { RequestListener } from 'node:http';
import compression from 'compression';
import express from 'express';
import packageJson from '../package.json' with { type: 'json' };
import { accountRoutes } from './accounts/account-routes.ts';
import { authenticate } from './accounts/authenticate.ts';
import { lookRoutes } from './accounts/look-routes.ts';
import { sessionRoutes } from './accounts/session-routes.ts';
import { tokenRoutes } from './accounts/token-routes.ts';
import { alertRoutes } from './alerts/routes.ts';
import { areaRoutes } from './areas/routes.ts';
import { cellRoutes } from './assignments/cell-routes.ts';
import { changeRoutes } from './assignments/change-routes.ts';
import { assignmentRoutes } from './assignments/routes.ts';
import { previewRoutes } from './coverage/preview-routes.ts';
import { coverageRoutes } from './coverage/routes.ts';
import { shortfallRoutes } from './coverage/shortfall-routes.ts';
import type { Deps } from './deps.ts';
import { contactRoutes } from './devices/contact-routes.ts';
import { enrolmentRoutes } from './devices/enrolment-routes.ts';
import { liveListener } from './devices/live-listener.ts';
import { liveRoutes as ingestRoutes, senderOf } from './devices/live-routes.ts';
import { deviceRoutes } from './devices/routes.ts';
import { ownDutyRoutes } from './duties/own-routes.ts';
import { dutyRoutes } from './duties/routes.ts';
import { exportRoutes } from './exports/routes.ts';
import { historyRoutes } from './history/routes.ts';
import { answerProblems } from './http/errors.ts';
import { noSuchPath } from './http/failure.ts';
import { jsonBodies } from './http/json-bodies.ts';
import { liveBodyBytes, liveRouter } from './http/live-router.ts';
import { limitLoad } from './http/load.ts';
import { logRequests } from './http/log.ts';
import { type OpenapiDocument, openapiDocument } from './http/openapi.ts';
import { servePage } from './http/page.ts';
import { type Route, routeHandler } from './http/route.ts';
import { securityHeaders } from './http/security.ts';
import { statusRoutes } from './http/status-routes.ts';
import { peopleImportRoutes } from './imports/people-routes.ts';
import { importRoutes } from './imports/routes.ts';
import { insideRoutes } from './inside/routes.ts';
import { jobRoutes } from './jobs/routes.ts';
import { layerRoutes } from './layers/routes.ts';
import { liveRoutes } from './live/routes.ts';
import { loadRoutes } from './load/routes.ts';
import { matchingRoutes } from './matching/routes.ts';
import { missedRoutes } from './missed/routes.ts';
import { peopleExportRoutes } from './people/export-routes.ts';
import { numberRoutes } from './people/number-routes.ts';
import { recordRoutes } from './people/record-routes.ts';
import { peopleRoutes } from './people/routes.ts';
import { storedRoutes } from './people/stored-routes.ts';
import { peopleTableRoutes } from './people/table-routes.ts';
import { editRoutes } from './plans/edits/routes.ts';
import { planRoutes } from './plans/routes.ts';
import { versionRoutes } from './plans/version-routes.ts';
import { pointRoutes } from './points/routes.ts';
import { responseRoutes } from './response/routes.ts';
import { ruleRoutes } from './rules/routes.ts';
import { sweepRoutes } from './sweeps/routes.ts';
import { talentRoutes } from './talent/routes.ts';
import { teamHistoryRoutes } from './teams/history-routes.ts';
import { teamRoutes } from './teams/routes.ts';
import { tileRoutes } from './tiles/routes.ts';
import { decisionRoutes } from './tracks/decision-routes.ts';
import { quarantineRoutes } from './tracks/quarantine/routes.ts';
import { trackRoutes } from './tracks/routes.ts';
import { thresholdRoutes } from './tracks/threshold-routes.ts';
import { uploadRoutes } from './tracks/upload-routes.ts';
import { weeklyRoutes } from './weekly/routes.ts';

/** Every route there is; the documentation and the guard tests read the same list. */
export function allRoutes(deps: Deps): Route[] {
  return [
    ...statusRoutes(deps, packageJson.version),
    ...sessionRoutes(deps),
    ...ruleRoutes(deps),
    ...pointRoutes(deps),
    ...coverageRoutes(deps),
    ...shortfallRoutes(deps),
    ...previewRoutes(deps),
    ...missedRoutes(deps),
    ...alertRoutes(deps),
    ...weeklyRoutes(deps),
    ...loadRoutes(deps),
    ...insideRoutes(deps),
    ...historyRoutes(deps),
    ...responseRoutes(deps),
    ...talentRoutes(deps),
    ...accountRoutes(deps),
    ...tokenRoutes(deps),
    ...lookRoutes(deps),
    // Before the areas: /api/areas/export is no area.
    ...exportRoutes(deps),
    ...areaRoutes(deps),
    // Before the imports and people of a number.
    ...peopleImportRoutes(deps),
    ...peopleExportRoutes(deps),
    ...importRoutes(deps),
    ...layerRoutes(deps),
    // Before the files: /api/people/table and /api/people/numbering are no people.
    ...numberRoutes(deps),
    ...peopleTableRoutes(deps),
    ...peopleRoutes(deps),
    ...recordRoutes(deps),
    ...planRoutes(deps),
    ...jobRoutes(),
    ...editRoutes(deps),
    ...liveRoutes(deps),
    ...versionRoutes(deps),
    ...tileRoutes(deps),
    ...sweepRoutes(deps),
    ...teamRoutes(deps),
    ...teamHistoryRoutes(deps),
    // Before the assignments: /api/assignments/changes is no assignment.
    ...changeRoutes(deps),
    ...assignmentRoutes(deps),
    ...matchingRoutes(deps),
    ...cellRoutes(deps),
    ...dutyRoutes(deps),
    ...ownDutyRoutes(deps),
    ...storedRoutes(deps),
    ...deviceRoutes(deps),
    ...enrolmentRoutes(deps),
    ...contactRoutes(deps),
    ...ingestRoutes(deps),
    ...uploadRoutes(deps),
    ...trackRoutes(deps),
    ...decisionRoutes(deps),
    ...thresholdRoutes(deps),
    ...quarantineRoutes(deps),
  ];
}

/** The HTTP application over an open, migrated database; `routes` are those of `allRoutes`. */
export function createApp(deps: Deps, routes: readonly Route[] = allRoutes(deps)): RequestListener {
  const app = express();
  // Made of some thousand schemas: only where somebody asks for it, and then once.
  let document: OpenapiDocument | undefined;
  app.disable('x-powered-by');
  app.set('trust proxy', 'loopback');
  // What is in their address is the only credential: a header that a client adds for another server is not asked for.
  const isLive = ({ access }: Route) => access === 'path-token';
  const limit = limitLoad({ bytes: deps.config.ingestMemoryBytes, bodyBytes: liveBodyBytes });
  const isKnown = async (request: express.Request) => (await senderOf(deps, request)) !== undefined;
  app.use(liveRouter(deps, limit, routes.filter(isLive), isKnown));
  app.use(logRequests(deps.log), securityHeaders(), compression({ filter: isCompressible }));
  app.get('/api/openapi.json', (_request, response) => {
    document ??= openapiDocument(routes, packageJson.version);
    response.json(document);
  });
  app.use(['/api', '/tiles'], authenticate(deps), jsonBodies(routes));
  for (const definition of routes.filter((one) => !isLive(one)))
    app[definition.method](definition.path, routeHandler(deps, definition));
  app.use(['/api', '/tiles'], (request) => {
    throw noSuchPath(request.originalUrl.split('?')[0] ?? '');
  });
  app.use(servePage());
  app.use(answerProblems(deps.log));
  return liveListener(deps, limit, app);
}

/** Express appends a charset, so the event stream is told by its beginning. */
function isCompressible(request: express.Request, response: express.Response): boolean {
  const type = String(response.getHeader('content-type') ?? '');
  return !type.startsWith('text/event-stream') && compression.filter(request, response);
}
