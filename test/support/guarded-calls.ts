import type { Route } from '../../server/http/route.ts';
import { defaultThresholds } from '../../server/tracks/thresholds.ts';
import type { Belongings, Station } from './two-stations.ts';

/** What a route is called with for a station: valid, so that only its guard can refuse it. */
export type GuardedCall = {
  params?: (has: Belongings) => Record<string, string | number>;
  query?: (has: Belongings) => Record<string, string | number>;
  /** Refers to what is the station's. */
  body?: (station: Station) => unknown;
};

/** Open to whoever asks, and why. */
export const openRoutes: Record<string, string> = {
  'get /healthz': 'a supervisor asks whether the process lives',
  'get /readyz': 'a supervisor asks whether the database answers',
  'get /api/info': 'the sign-in page shows it',
  'post /api/session': 'it is how one signs in',
  'post /api/setup': 'the one-time token in the body is the credential',
  ...Object.fromEntries(
    [
      'get /ingest/osmand/:token',
      'post /ingest/osmand/:token',
      'post /ingest/owntracks/:token',
      'post /ingest/overland/:token',
      'post /ingest/overland/:token/api/v1/overland/batches',
      'post /api/v1/overland/batches',
      'get /ingest/phonetrack/:token/*path',
      'post /ingest/phonetrack/:token/*path',
      'get /ingest/gpslogger/:token',
      'post /ingest/gpslogger/:token',
      'put /ingest/gpslogger/:token',
      'patch /ingest/gpslogger/:token',
      'delete /ingest/gpslogger/:token',
      'get /ingest/opengts/:token',
      'post /ingest/opengts/:token',
    ].map((name) => [name, "the device's token in the address is the credential"]),
  ),
};

/** About the caller alone: they name nothing that could be of another area. */
export const ownRoutes: Record<string, string> = {
  'get /api/session': 'who the caller is',
  'delete /api/session': 'signs the caller out',
  'post /api/session/password': "changes the caller's password",
  'get /api/tokens': "the caller's tokens",
  'get /api/jobs/:id': 'a run of the caller',
  'delete /api/jobs/:id': 'a run of the caller',
  'post /api/tokens': 'makes a token of the caller',
  'get /api/assignments/changes': "the caller's own steps",
  'post /api/assignments/changes/:id/undo': 'a step of the caller',
  'get /api/me/duty': "the caller's own duty",
  'put /api/me/duty': "the caller's own duty",
  'delete /api/me/duty': "the caller's own duty",
  'get /api/me/stored': "the caller's own data",
  'post /api/inside': 'a place on the ground: its own tests say who is told of',
  'get /tiles/tracks/:z/:x/:y.mvt': 'a place on the ground: its own tests say who is told of',
  'post /api/inside/sheet': 'a place on the ground: its own tests say who is told of',
  'get /api/alerts/counts': 'how many alerts the caller has',
  'post /api/alerts/read': "the caller's own alerts",
  'get /api/alerts/settings': "the caller's quiet hours",
  'put /api/alerts/settings': "the caller's quiet hours",
  'get /api/imports': "the caller's imports",
  'get /api/imports/template': 'an empty spreadsheet',
  'get /api/assignment-proposals': 'proposals that the caller asked for',
  'get /api/assignment-proposals/:id': 'a proposal that the caller asked for',
  'post /api/assignment-proposals/:id/acceptance': 'a proposal that the caller asked for',
  'post /api/assignment-proposals/:id/refusal': 'a proposal that the caller asked for',
};

const at = '2026-03-02T09:00:00Z';
const period = { from: '2026-03-02T00:00:00Z', to: '2026-03-03T00:00:00Z' };
const square = {
  type: 'Polygon',
  coordinates: [
    [
      [110.15, 40.04],
      [110.16, 40.04],
      [110.16, 40.05],
      [110.15, 40.05],
      [110.15, 40.04],
    ],
  ],
};

const cells = {
  type: 'FeatureCollection',
  features: [{ type: 'Feature', properties: {}, geometry: square }],
};
const gpx = `<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>
  <trkpt lat="40.025" lon="110.025"><time>${at}</time></trkpt></trkseg></trk></gpx>`;

/** Whatever is not called with nothing but the id of what its path names. A route that needs more is added here. */
export const guardedCalls: Record<string, GuardedCall> = {
  'post /api/accounts': {
    body: ({ has }) => ({
      username: 'new',
      displayName: 'New',
      password: 'a good password',
      grants: [{ role: 'viewer', areaId: has.areas }],
    }),
  },
  'patch /api/accounts/:id': { body: () => ({ displayName: 'Changed' }) },
  'post /api/accounts/:id/password': { body: () => ({ password: 'a good password' }) },
  'post /api/areas': {
    body: ({ has }) => ({
      type: 'Feature',
      geometry: square,
      properties: { kind: 'village', name: 'New', parentId: has.areas },
    }),
  },
  'patch /api/areas/:id': { body: () => ({ type: 'Feature', properties: { name: 'Changed' } }) },
  'get /api/tracks/points': { query: () => period },
  'get /api/coverage/areas': { query: ({ plans }) => ({ plan: plans }) },
  'get /api/coverage/days': { query: ({ plans }) => ({ plan: plans, ...period }) },
  'get /api/coverage/states': { query: ({ plans }) => ({ plan: plans, ...period }) },
  'get /api/coverage': { query: ({ plans }) => ({ plan: plans, ...period }) },
  'get /api/response': { query: () => ({ lon: 110.15, lat: 40.045, at }) },
  'put /api/response/limits': { body: () => ({ ownerKind: 'village', metres: 5000 }) },
  'post /api/inside': { body: () => ({ outline: square, ...period }) },
  'post /api/inside/sheet': { body: () => ({ outline: square, ...period }) },
  'get /api/shortfalls': { query: ({ areas }) => ({ at, area: areas }) },
  'post /api/alerts/read': { body: () => ({ upTo: 1 }) },
  'put /api/alerts/settings': { body: () => ({ quiet: null }) },
  'get /api/weekly': { query: ({ areas }) => ({ area: areas, week: '2026-W10' }) },
  'get /api/weekly/export': { query: ({ areas }) => ({ area: areas, week: '2026-W10', f: 'csv' }) },
  'get /api/decisions': { query: ({ areas }) => ({ area: areas }) },
  'post /api/decisions': {
    body: ({ has }) => ({ areaId: has.areas, week: '2026-W10', what: 'more visits', personId: has.people }),
  },
  'post /api/decisions/:id/versions': {
    body: ({ has }) => ({
      ...{ version: 1, week: '2026-W10', what: 'more visits', responsible: null, personId: has.people },
      ...{ dueOn: null, state: 'done' },
    }),
  },
  'get /api/missed': { query: ({ areas }) => ({ day: '2026-03-02', station: areas }) },
  'get /api/missed/sheets': { query: ({ areas }) => ({ day: '2026-03-02', station: areas }) },
  'get /api/missed/export': { query: () => ({ day: '2026-03-02', f: 'csv' }) },
  'get /api/gaps': { query: ({ plans }) => ({ plan: plans, at }) },
  'get /api/assignment-suggestions': { query: ({ cells }) => ({ gap: `no-officer-c${cells}-0` }) },
  'get /api/assignment-proposals/:id': { params: () => ({ id: 1 }) },
  'post /api/assignment-proposals/:id/acceptance': { params: () => ({ id: 1 }), body: () => ({}) },
  'post /api/assignment-proposals/:id/refusal': { params: () => ({ id: 1 }), body: () => ({}) },
  'post /api/assignment-proposals': { body: ({ has }) => ({ areaId: has.areas }) },
  'get /api/cells': { query: ({ plans }) => ({ plan: plans }) },
  'post /api/devices': { body: ({ has }) => ({ name: 'New', stationAreaId: has.areas }) },
  'post /api/devices/enrolments': { body: ({ has }) => ({ app: 'traccar', personId: has.people }) },
  'patch /api/devices/:id': { body: () => ({ name: 'Changed' }) },
  'post /api/devices/:id/fixes/restore': { body: () => ({ recordedAt: at, lon: 120, lat: 40 }) },
  'post /api/devices/:id/fixes/exclude': { body: () => ({ recordedAt: at, lon: 120, lat: 40 }) },
  'put /api/thresholds': { body: () => ({ kind: 'phone', thresholds: defaultThresholds.phone }) },
  'post /api/devices/:id/carriers': { body: ({ has }) => ({ personId: has.people, from: at }) },
  'patch /api/devices/:id/carriers/:carrierId': {
    params: ({ devices, carriers }) => ({ id: devices, carrierId: carriers }),
    body: () => ({ to: at }),
  },
  'post /api/quarantine/retry': { body: ({ has }) => ({ deviceId: has.devices }) },
  'post /api/quarantine/dismiss': { body: ({ has }) => ({ deviceId: has.devices }) },
  'post /api/people': {
    body: ({ has }) => ({ number: 'new', name: 'New', kind: 'volunteer', stationAreaId: has.areas }),
  },
  'patch /api/people/:id': { body: () => ({ name: 'Changed' }) },
  'put /api/people/numbering': { body: () => ({ template: 'X{seq:3}' }) },
  'get /api/people/next-number': { query: ({ areas }) => ({ kind: 'volunteer', station: areas }) },
  'post /api/people/:id/certificates': { body: () => ({ name: 'New' }) },
  'patch /api/people/:id/certificates/:entry': {
    params: ({ people, certificates }) => ({ id: people, entry: certificates }),
    body: () => ({ name: 'Changed' }),
  },
  'delete /api/people/:id/certificates/:entry': {
    params: ({ people, certificates }) => ({ id: people, entry: certificates }),
  },
  'post /api/people/:id/trainings': { body: () => ({ heldOn: '2026-03-01', subject: 'New' }) },
  'patch /api/people/:id/trainings/:entry': {
    params: ({ people, trainings }) => ({ id: people, entry: trainings }),
    body: () => ({ subject: 'Changed' }),
  },
  'delete /api/people/:id/trainings/:entry': {
    params: ({ people, trainings }) => ({ id: people, entry: trainings }),
  },
  'post /api/teams': { body: ({ has }) => ({ name: 'New', kind: 'taxi', stationAreaId: has.areas }) },
  'patch /api/teams/:id': { body: () => ({ name: 'Changed' }) },
  'post /api/teams/:id/members': {
    body: ({ has }) => ({ people: [has.people], from: '2025-01-01T00:00:00Z', to: '2025-02-01T00:00:00Z' }),
  },
  'post /api/teams/:id/members/leave': { body: ({ has }) => ({ people: [has.people] }) },
  'post /api/teams/:id/cells': { body: ({ has }) => ({ cells: [has.cells] }) },
  'post /api/teams/:id/cells/take': { body: ({ has }) => ({ cells: [has.cells] }) },
  'post /api/assignments': {
    body: ({ has }) => ({ personId: has.people, cellId: has.cells, role: 'new', from: at }),
  },
  'post /api/assignments/batch': {
    body: ({ has }) => ({ personIds: [has.people], areaIds: [has.village], role: 'new', from: at }),
  },
  'patch /api/assignments/:id': { body: () => ({ to: at }) },
  'post /api/assignments/end': { body: ({ has }) => ({ ids: [has.assignments] }) },
  'post /api/assignments/move': { body: ({ has }) => ({ ids: [has.assignments], areaId: has.village }) },
  'post /api/assignments/changes/:id/undo': { params: ({ assignments }) => ({ id: assignments }) },
  'post /api/assignments/search': { body: ({ has }) => ({ planId: has.plans }) },
  'post /api/plans/:id/rehoming': {
    body: ({ has }) => ({ homes: [{ assignmentId: has.assignments, cellIds: [] }] }),
  },
  'post /api/duties': { body: ({ has }) => ({ personId: has.people, from: at }) },
  'patch /api/duties/:id': { body: () => ({ to: at }) },
  'post /api/points': {
    body: ({ word }) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [word === 'alpha' ? 110.025 : 110.125, 40.025] },
      properties: { label: 'New', kind: 'household' },
    }),
  },
  'patch /api/points/:id': { body: () => ({ properties: { label: 'Changed' } }) },
  'post /api/rules': {
    body: ({ has }) => ({
      name: 'New',
      kind: 'staffing',
      selects: { areas: [has.village] },
      requires: { atLeast: 1 },
    }),
  },
  'post /api/rules/preview': {
    body: ({ has }) => ({
      name: 'New',
      kind: 'staffing',
      selects: { areas: [has.village] },
      requires: { atLeast: 1 },
    }),
  },
  'post /api/rules/:id/replacement': {
    body: ({ has }) => ({
      name: 'New',
      kind: 'staffing',
      selects: { areas: [has.village] },
      requires: { atLeast: 1 },
    }),
  },
  'patch /api/rules/:id': { body: () => ({ name: 'Changed' }) },
  'post /api/tracks': {
    query: ({ devices }) => ({ device: devices }),
    body: () => form({}, 'track.gpx', gpx),
  },
  'post /api/imports': {
    body: ({ has }) =>
      form(
        { kind: 'cells', planId: String(has.draft), datum: 'wgs84' },
        'cells.geojson',
        JSON.stringify(cells),
      ),
  },
  'post /api/imports/:id/commit': { body: () => ({}) },
  'get /api/imports/:id/rows': { params: ({ roster }) => ({ id: roster }) },
  'get /api/imports/:id/refused': { params: ({ roster }) => ({ id: roster }) },
  'post /api/imports/:id/undo': { params: ({ roster }) => ({ id: roster }) },
  'post /api/plans': { body: ({ has }) => ({ name: 'New', layer: 'community', scopeAreaId: has.areas }) },
  'patch /api/plans/:id': { body: () => ({ name: 'Changed' }) },
  'post /api/plans/:id/generate': {
    params: ({ draft }) => ({ id: draft }),
    body: () => ({ method: 'square', cellMetres: 1000 }),
  },
  'post /api/plans/:id/publish': { params: ({ draft }) => ({ id: draft }), body: () => ({}) },
  'post /api/plans/:id/adjust': { params: ({ draft }) => ({ id: draft }), body: () => ({}) },
  'post /api/plans/:id/edits': {
    params: ({ draft }) => ({ id: draft }),
    body: ({ has }) => ({ kind: 'set', revision: 1, cells: [has.cells], set: { name: 'Changed' } }),
  },
  'get /api/plans/:id/edits': { params: ({ draft }) => ({ id: draft }) },
  'post /api/plans/:id/undo': { params: ({ draft }) => ({ id: draft }), body: () => ({}) },
  'post /api/plans/:id/redo': { params: ({ draft }) => ({ id: draft }), body: () => ({}) },
  'post /api/plans/:id/repairs': { params: ({ draft }) => ({ id: draft }), body: () => ({ all: true }) },
  'get /api/live': { query: ({ draft }) => ({ plan: draft }) },
  'get /api/plans/:id/diff/:other': { params: ({ plans, draft }) => ({ id: plans, other: draft }) },
  'get /api/plans/:id/diff/:other/export': { params: ({ plans, draft }) => ({ id: plans, other: draft }) },
  'get /api/plans/:id/diff/:other/features': { params: ({ plans, draft }) => ({ id: plans, other: draft }) },
  'get /api/plans/:id/crosswalk/:other': { params: ({ plans, draft }) => ({ id: plans, other: draft }) },
  'get /api/plans/:id/crosswalk/:other/features': {
    params: ({ plans, draft }) => ({ id: plans, other: draft }),
  },
  'post /api/plans/:id/crosswalk/:other/repairs': {
    params: ({ plans, draft }) => ({ id: draft, other: plans }),
    body: () => ({ all: true }),
  },
  'get /api/plans/:id/cells/:cell/lineage': { params: ({ plans, cells }) => ({ id: plans, cell: cells }) },
  'post /api/plans/:id/renumber': { params: ({ draft }) => ({ id: draft }), body: () => ({}) },
  'get /tiles/cells/:plan/:revision/:z/:x/:y.mvt': {
    params: ({ plans }) => ({ plan: plans, revision: 1, z: 8, x: 206, y: 96 }),
  },
  'get /tiles/tracks/:z/:x/:y.mvt': { params: () => ({ z: 8, x: 206, y: 96 }) },
  'get /api/sweeps/:plan': { params: ({ plans }) => ({ plan: plans }) },
  'get /tiles/sweep/:plan/:z/:x/:y.png': {
    params: ({ plans }) => ({ plan: plans, z: 12, x: 3300, y: 1540 }),
  },
  'delete /api/plans/:id': { params: ({ draft }) => ({ id: draft }) },
};

export const nameOf = ({ method, path }: Route) => `${method} ${path}`;

/** Which of a station's belongings a filter of this name names. */
export const filters: Record<string, keyof Belongings> = {
  person: 'people',
  device: 'devices',
  cell: 'cells',
  area: 'areas',
  plan: 'plans',
  station: 'areas',
  parent: 'areas',
  scope: 'areas',
  account: 'accounts',
};

/** Path parameters: as said above, else `:id` is of what stands before it in the path. */
export function paramsOf(route: Route, { has }: Station): Record<string, string | number> {
  const said = guardedCalls[nameOf(route)]?.params?.(has);
  if (said) return said;
  const [, word] = /^\/(?:api|tiles)\/(\w+)\/:id\b/.exec(route.path) ?? [];
  const names = [...route.path.matchAll(/[:*](\w+)/g)].map(([, name]) => name);
  if (names.length === 0) return {};
  const id = Object.entries(has).find(([key]) => key === word)?.[1];
  if (names.length > 1 || names[0] !== 'id' || id === undefined) throw missing(route, 'params');
  return { id };
}

/** Body: as said above; a route that takes one must be there. */
export function bodyOf(route: Route, station: Station): unknown {
  const said = guardedCalls[nameOf(route)]?.body;
  if (!said && (route.body || route.upload)) throw missing(route, 'body');
  return said?.(station);
}

export function pathOf(
  route: Route,
  params: Record<string, string | number>,
  query: Record<string, string | number> = {},
): string {
  const path = route.path.replaceAll(/[:*](\w+)/g, (_, name: string) => String(params[name]));
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  return search.size > 0 ? `${path}?${search}` : path;
}

function missing(route: Route, what: string): Error {
  return new Error(
    `${nameOf(route)} is new: add its ${what} to guardedCalls in test/support/guarded-calls.ts.`,
  );
}

function form(fields: Record<string, string>, fileName: string, content: string): FormData {
  const sent = new FormData();
  for (const [name, value] of Object.entries(fields)) sent.append(name, value);
  sent.append('file', new Blob([content]), fileName);
  return sent;
}
