import type { z } from 'zod';
import type { contact } from '../server/devices/contacts.ts';
import type { device } from '../server/devices/device.ts';
import type { enrolment, enrolmentInput } from '../server/devices/enrolment.ts';
import type { Health } from '../server/devices/health.ts';
import type { ImportDetail } from '../server/imports/import.ts';
import type { certificate, certificateInput } from '../server/people/certificate.ts';
import type { numbering } from '../server/people/number-template.ts';
import type {
  personChange,
  personFile,
  Person as ServerPerson,
  PersonName as ServerPersonName,
} from '../server/people/person.ts';
import type { peopleTable } from '../server/people/table.ts';
import type { training, trainingInput } from '../server/people/training.ts';
import type { WeekHours } from '../server/rules/hours.ts';
import type { Team as ServerTeam, teamInput } from '../server/teams/team.ts';
import type { DeviceKind, Thresholds } from '../server/tracks/thresholds.ts';
import type { AreaKind, Bounds, Grant, PersonRef, Plan } from './types.ts';

/** Registers and administration, as the HTTP contract gives them. */
export type PersonKind = ServerPerson['kind'];
export type Person = ServerPerson;
export type PersonName = ServerPersonName;
export type PersonInput = z.input<typeof personChange>;
export type PersonTable = z.output<typeof peopleTable>;
export type PersonFile = z.output<typeof personFile>;
export type Certificate = z.output<typeof certificate>;
export type CertificateInput = z.input<typeof certificateInput>;
export type Training = z.output<typeof training>;
export type TrainingInput = z.input<typeof trainingInput>;
export type Numbering = z.output<typeof numbering>;

export type Team = ServerTeam;
export type TeamInput = z.input<typeof teamInput>;

export type Assignment = {
  id: number;
  personId: number;
  cellId: number | null;
  areaId: number | null;
  role: string;
  from: string;
  to: string | null;
  place?: { code: string | null; name: string };
};
export type AssignmentInput = {
  personId: number;
  cellId?: number;
  areaId?: number;
  role: string;
  /** Now, by the server's clock, where it is absent. */
  from?: string;
  to?: string;
};

export type Duty = { id: number; personId: number; person?: PersonRef; from: string; to: string | null };

export type Device = z.output<typeof device> & { health?: Health };
export type EnrolmentInput = z.input<typeof enrolmentInput>;
export type Enrolment = z.output<typeof enrolment>;
export type Contact = z.output<typeof contact>;
export type TrackRow = {
  id: number;
  from: string;
  to: string;
  metres: number | null;
  fixes: number | null;
  flagged: number | null;
};
export type Carrier = { id: number; personId: number; person?: PersonRef; from: string; to: string | null };

export type Account = {
  id: number;
  username: string;
  displayName: string;
  personId: number | null;
  grants: Grant[];
  disabled: boolean;
};
export type AccountInput = {
  username?: string;
  password?: string;
  displayName?: string;
  personId?: number | null;
  grants?: Grant[];
  disabled?: boolean;
};
export type ApiToken = {
  id: number;
  name: string | null;
  createdAt: string;
  lastUsedAt: string | null;
  expiresAt: string | null;
};
/** What a kind of device is judged by. */
export type KindThresholds = {
  kind: DeviceKind;
  thresholds: Thresholds;
  defaults: Thresholds;
  devices: number;
  waiting: number;
  changedAt: string | null;
  changedBy: string | null;
};

export type FixDecision = {
  id: number;
  decidedAt: string;
  decision: 'restore' | 'exclude' | 'judge';
  reasons: string[];
  recordedAt: string;
  account: { id: number; displayName: string };
  device: { id: number; name: string };
  person: { id: number; name: string } | null;
};

export type Look = {
  id: number;
  account: { id: number; displayName: string };
  person: { id: number; name: string } | null;
  device: { id: number; name: string } | null;
  what: string;
  from: string | null;
  to: string | null;
  lookedAt: string;
};

export type WaitingCount = {
  deviceId: number;
  device: string;
  protocol: string;
  reason: string;
  count: number;
  firstAt: string;
  lastAt: string;
};

export type QuarantineFilter = { deviceId?: number; reason?: string; protocol?: string };

export type QuarantinedRecord = {
  id: number;
  deviceId: number;
  receivedAt: string;
  protocol: string;
  reason: string;
  attempts: number;
  bytes: number;
  text: string;
  isText: boolean;
};

export type Replayed = { tried: number; stored: number; still: number };

export type Rule = {
  id: number;
  name: string;
  kind: 'staffing' | 'patrol';
  selects: { areaKind?: AreaKind; cellUsage?: string; cells?: number[]; areas?: number[] };
  requires: {
    atLeast?: number;
    kind?: PersonKind;
    role?: string;
    skill?: string;
    teamKind?: string;
    alsoRole?: string;
    alsoAt?: AreaKind;
    hours?: WeekHours;
    measure?: string;
    minMinutes?: number;
    per?: 'day' | 'week' | 'month';
    everyHours?: number;
    share?: number;
    slotMinutes?: number;
    of?: string;
    windowShare?: number;
    holeMinutes?: number;
    at?: string;
    pointKind?: string;
    days?: number;
    keyDays?: number;
    widthMetres?: number;
  };
  from: string;
  to: string | null;
  replaces?: number;
};
export type RuleInput = Pick<Rule, 'name' | 'kind' | 'selects'> & {
  requires: Record<string, unknown>;
  from?: string;
  to?: string;
};
export type { RulePreview } from '../server/coverage/preview.ts';
export type RuleChoices = { roles: string[]; skills: string[]; languages: string[]; usages: string[] };
export type StaffedCell = { id: number; code: string; name: string; ownerAreaId: number | null };

export type ImportPreview = {
  id: number;
  kind: string;
  features: number;
  /** `index` null: the file as a whole. */
  problems: { index: number | null; reason: string; kind?: string }[];
  fields: { name: string; sample?: unknown; mappedTo?: string | null }[];
  bounds?: Bounds | null;
  preview?: ImportDetail['preview'];
};
export type ImportChange = {
  kind: 'snapped' | 'filled' | 'trimmed' | 'matched' | 'made-valid' | 'split-part';
  indexes: number[];
  areaSquareMetres: number;
  reason: string;
};
export type ImportOutcome = {
  created: number;
  updated: number;
  skipped: { index: number; reason: string }[];
  /** Of cells that were cleaned. */
  changes?: ImportChange[];
};
export type ImportCommit = { clean: boolean; toleranceMetres?: number; fillSquareMetres?: number };

export type Layer = {
  id: number;
  kind: 'points' | 'lines';
  name: string;
  scopeAreaId: number | null;
  features: number;
  classes: string[];
  weight: number | null;
  createdAt: string;
};

type IndexedReason = { index: number; reason: string };

export type Receipt = {
  format: string;
  received: number;
  stored: number;
  duplicates: number;
  flagged: IndexedReason[];
  flaggedCount: number;
  refused: IndexedReason[];
  refusedCount: number;
  offDuty: number;
  truncated: boolean;
  tracks: number[];
};

export type PlanInput = {
  name: string;
  layer: Plan['layer'];
  scopeAreaId: number | null;
  fromPlanId?: number;
  unionsOfPlanId?: number;
  codeTemplate?: string;
};
