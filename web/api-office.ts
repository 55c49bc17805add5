import type { DeviceKind, Thresholds } from '../server/tracks/thresholds.ts';
import { address, get, patch, post, put, type Query, remove } from './http.ts';
import type { AreaFeature, AreaProperties, Plan } from './types.ts';
import type * as Office from './types-office.ts';

type Paged<K extends string, T> = Record<K, T[]> & { next: string | null };

export type AreaInput = {
  type: 'Feature';
  geometry?: unknown;
  properties: Partial<AreaProperties>;
};

/** The addresses of the registers, dialogs and administration pages. */
export const officeApi = {
  changePassword: (body: { current: string; next: string }) => post('/api/session/password', body),

  area: (id: number) => get<AreaFeature>(`/api/areas/${id}`),
  createArea: (body: AreaInput) => post<AreaFeature>('/api/areas', body),
  changeArea: (id: number, body: AreaInput) => patch<AreaFeature>(`/api/areas/${id}`, body),
  removeArea: (id: number) => remove(`/api/areas/${id}`),

  preview: (form: FormData) => post<Office.ImportPreview>('/api/imports', form),
  previewed: (id: number) => get<Office.ImportPreview>(`/api/imports/${id}`),
  commit: (id: number, body: Office.ImportCommit) =>
    post<Office.ImportOutcome>(`/api/imports/${id}/commit`, body),

  createPlan: (body: Office.PlanInput) => post<Plan>('/api/plans', body),
  removePlan: (id: number) => remove(`/api/plans/${id}`),
  problems: (id: number) =>
    get<{ features: { properties: Problem }[]; next: string | null }>(`/api/plans/${id}/problems`),
  publish: (id: number, body: { from?: string }) => post<Plan>(`/api/plans/${id}/publish`, body),

  people: (query: Query) => get<Paged<'people', Office.Person>>('/api/people', query),
  peopleTable: (query: Query) => get<Office.PersonTable>('/api/people/table', query),
  person: (id: number) => get<Office.PersonFile>(`/api/people/${id}`),
  numbering: () => get<Office.Numbering>('/api/people/numbering'),
  changeNumbering: (template: string) => put<Office.Numbering>('/api/people/numbering', { template }),
  nextNumber: (query: Query) => get<{ number: string }>('/api/people/next-number', query),
  addCertificate: (person: number, body: Office.CertificateInput) =>
    post<Office.Certificate>(`/api/people/${person}/certificates`, body),
  changeCertificate: (person: number, id: number, body: Office.CertificateInput) =>
    patch<Office.Certificate>(`/api/people/${person}/certificates/${id}`, body),
  removeCertificate: (person: number, id: number) => remove(`/api/people/${person}/certificates/${id}`),
  addTraining: (person: number, body: Office.TrainingInput) =>
    post<Office.Training>(`/api/people/${person}/trainings`, body),
  changeTraining: (person: number, id: number, body: Office.TrainingInput) =>
    patch<Office.Training>(`/api/people/${person}/trainings/${id}`, body),
  removeTraining: (person: number, id: number) => remove(`/api/people/${person}/trainings/${id}`),
  createPerson: (body: Office.PersonInput) => post<Office.Person>('/api/people', body),
  changePerson: (id: number, body: Office.PersonInput) => patch<Office.Person>(`/api/people/${id}`, body),
  erasePerson: (id: number) => remove(`/api/people/${id}`),

  teams: (query: Query) => get<Paged<'teams', Office.Team>>('/api/teams', query),
  createTeam: (body: Office.TeamInput) => post<Office.Team>('/api/teams', body),
  changeTeam: (id: number, body: Partial<Office.TeamInput>) => patch<Office.Team>(`/api/teams/${id}`, body),
  removeTeam: (id: number) => remove(`/api/teams/${id}`),

  assignments: (query: Query) => get<Paged<'assignments', Office.Assignment>>('/api/assignments', query),
  assign: (body: Office.AssignmentInput) =>
    post<Office.Assignment & { elsewhere?: string }>('/api/assignments', body),
  endAssignment: (id: number, to: string) => patch(`/api/assignments/${id}`, { to }),

  duties: (query: Query) => get<Paged<'duties', Office.Duty>>('/api/duties', query),
  createDuty: (body: { personId: number; from: string; to?: string }) =>
    post<Office.Duty>('/api/duties', body),
  endDuty: (id: number, to: string) => patch(`/api/duties/${id}`, { to }),

  ownDuty: () => get<{ duty: Office.Duty | null }>('/api/me/duty'),
  goOnDuty: () => put<{ duty: Office.Duty | null }>('/api/me/duty'),
  goOffDuty: () => remove<{ duty: null }>('/api/me/duty'),

  devices: (query: Query) => get<Paged<'devices', Office.Device>>('/api/devices', query),
  createDevice: (body: Partial<Office.Device> & { secret?: string }) =>
    post<Office.Device>('/api/devices', body),
  device: (id: number) => get<Office.Device>(`/api/devices/${id}`),
  enrol: (body: Office.EnrolmentInput) => post<Office.Enrolment>('/api/devices/enrolments', body),
  revokeToken: (id: number) => remove(`/api/devices/${id}/token`),
  contacts: (id: number, query: Query) =>
    get<Paged<'receipts', Office.Contact>>(`/api/devices/${id}/receipts`, query),
  tracks: (query: Query) => get<Paged<'tracks', Office.TrackRow>>('/api/tracks', query),
  carriers: (id: number) => get<Paged<'carriers', Office.Carrier>>(`/api/devices/${id}/carriers`),
  carry: (id: number, body: { personId: number; from: string; to?: string }) =>
    post<Office.Carrier>(`/api/devices/${id}/carriers`, body),
  endCarrying: (id: number, carrier: number, to: string) =>
    patch(`/api/devices/${id}/carriers/${carrier}`, { to }),
  uploadTrack: (device: number, form: FormData) => post<Office.Receipt>('/api/tracks', form, { device }),

  layers: () => get<{ layers: Office.Layer[] }>('/api/layers'),
  removeLayer: (id: number) => remove(`/api/layers/${id}`),

  /** Addresses of downloads, for links. */
  exportOf: {
    cells: (plan: number, f: string) => address(`/api/plans/${plan}/export`, { f }),
    problems: (plan: number, f: string) => address(`/api/plans/${plan}/problems/export`, { f }),
    stored: '/api/me/stored',
    areas: (f: string, kind: string | undefined) => address('/api/areas/export', { f, kind }),
  },

  rules: (query: Query) => get<Paged<'rules', Office.Rule>>('/api/rules', query),
  createRule: (body: Office.RuleInput) => post<Office.Rule>('/api/rules', body),
  previewRule: (body: Office.RuleInput, replaces: number | undefined) =>
    post<Office.RulePreview>(
      replaces === undefined ? '/api/rules/preview' : `/api/rules/preview?replaces=${replaces}`,
      body,
    ),
  replaceRule: (id: number, body: Office.RuleInput) =>
    post<Office.Rule>(`/api/rules/${id}/replacement`, body),
  ruleChoices: () => get<Office.RuleChoices>('/api/rules/choices'),
  staffedCells: (query: Query) => get<Paged<'cells', Office.StaffedCell>>('/api/cells', query),
  removeRule: (id: number) => remove(`/api/rules/${id}`),

  accounts: (query: Query) => get<Paged<'accounts', Office.Account>>('/api/accounts', query),
  holders: (query: Query) => get<{ people: Office.PersonName[] }>('/api/accounts/people', query),
  createAccount: (body: Office.AccountInput) => post<Office.Account>('/api/accounts', body),
  changeAccount: (id: number, body: Office.AccountInput) =>
    patch<Office.Account>(`/api/accounts/${id}`, body),
  resetPassword: (id: number, password: string) => post(`/api/accounts/${id}/password`, { password }),
  endSessions: (id: number) => remove(`/api/accounts/${id}/sessions`),
  setUp: (body: { token: string; username: string; password: string }) => post('/api/setup', body),

  tokens: (query: Query) => get<Paged<'tokens', Office.ApiToken>>('/api/tokens', query),
  createToken: (body: { name: string; expiresAt?: string }) =>
    post<{ id: number; token: string }>('/api/tokens', body),
  revokeApiToken: (id: number) => remove(`/api/tokens/${id}`),

  thresholds: () => get<{ kinds: Office.KindThresholds[] }>('/api/thresholds'),
  changeThresholds: (body: { kind: DeviceKind; thresholds: Thresholds }) =>
    put<{ kinds: Office.KindThresholds[] }>('/api/thresholds', body),
  decisions: (query: Query) => get<Paged<'decisions', Office.FixDecision>>('/api/fix-decisions', query),

  looks: (query: Query) => get<Paged<'looks', Office.Look>>('/api/looks', query),

  quarantineCounts: (query: Query) => get<{ counts: Office.WaitingCount[] }>('/api/quarantine/counts', query),
  quarantine: (query: Query) => get<Paged<'records', Office.QuarantinedRecord>>('/api/quarantine', query),
  retryQuarantined: (body: Office.QuarantineFilter) => post<Office.Replayed>('/api/quarantine/retry', body),
  dismissQuarantined: (body: Office.QuarantineFilter) => post('/api/quarantine/dismiss', body),
  quarantineFile: (query: Query) => address('/api/quarantine/export', query),
};

export type Problem = {
  kind: string;
  severity: 'error' | 'warning';
  message: string;
  areaSquareMetres?: number;
};
