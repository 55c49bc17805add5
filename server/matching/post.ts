import type { WeekHours } from '../rules/hours.ts';

/** Hours of the week; of availability as of rules. */
export type Hours = readonly Omit<WeekHours[number], 'schoolDays'>[];

export const priorities = ['high', 'normal', 'low'] as const;
export type Priority = (typeof priorities)[number];

/** What whoever takes a post has to be. */
export type Requirement = {
  kind?: string | undefined;
  role?: string | undefined;
  skill?: string | undefined;
  teamKind?: string | undefined;
  /** The person also holds this role, at some place or at one of these areas, which are the place's own. */
  alsoRole?: string | undefined;
  alsoAt?: string | undefined;
  alsoAreas?: readonly number[] | undefined;
  hours?: Hours | undefined;
};

type PostPlace = { cellId: number; areaId: null } | { cellId: null; areaId: number };

/** So many people missing at a place, by one rule. */
export type OpenPost = PostPlace & {
  /** The id of the gap. */
  gapId: string;
  ruleId: number | null;
  requires: Requirement;
  missing: number;
  priority: Priority;
  position: readonly [lon: number, lat: number] | null;
  /** Who owns the cell, or the area itself: people of its cells know it. */
  ownerAreaId: number | null;
  /** Posts of one township are solved together where their rules share people. */
  townshipId: number | null;
  /** People who serve at the place. */
  present: readonly number[];
};

/** A place where somebody usually is. */
export type Usual = {
  from: 'home' | 'cell' | 'team' | 'station';
  position: readonly [lon: number, lat: number];
};

/** An assignment that could end without breaking a rule. */
type Spare = { assignmentId: number; place: string };

/** Somebody with us at the instant, by nothing but what duties ask for. */
export type Candidate = {
  id: number;
  kind: string;
  /** Skills that count, and those whose certificates have all expired. */
  skills: readonly string[];
  expired: readonly string[];
  teams: readonly number[];
  teamKinds: readonly string[];
  /** Roles held at any place. */
  roles: readonly string[];
  /** Roles held at areas. */
  seats: readonly { role: string; areaId: number }[];
  /** Hours of the week; null is any. */
  availability: Hours | null;
  usual: readonly Usual[];
  /** How many cells and areas they answer for. */
  load: number;
  cells: readonly number[];
  /** Areas held, and owners of the cells held. */
  areas: readonly number[];
  teamCells: readonly number[];
  spare: readonly Spare[];
};

export type Settings = {
  maxKilometres: number;
  /** Posts that one person gets at most. */
  mostNewPosts: number;
  /** What people of each kind usually answer for. */
  typicalLoad: Readonly<Record<string, number>>;
  teamsTogether: boolean;
  twoPeople: boolean;
};

/** A person who is, or is not, to have a post, whatever it costs. */
export type Pair = { personId: number; gapId: string };

export type MatchInput = {
  posts: readonly OpenPost[];
  candidates: readonly Candidate[];
  settings: Settings;
  /** Hard: these come about, those do not; permitted pairs pass every filter. */
  locked?: readonly Pair[];
  forbidden?: readonly Pair[];
  permitted?: readonly Pair[];
};

const usualRoles: Record<string, string> = {
  officer: '包片民警',
  auxiliary: '辅警',
  volunteer: '义警',
  grid_worker: '网格员',
};

/** The role that an assignment gets: what the rule asks for, else what people of the kind are called. */
export function roleFor(requires: Requirement, kind: string): string {
  return requires.role ?? usualRoles[kind] ?? '包片';
}
