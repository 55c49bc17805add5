import type { PatrolInput, PatrolRequirement } from './rule.ts';

/** METHODS B3: windows manned for 80 % of them, 95 % of the windows; holes of a quarter of an hour at most; 250 m a square. */
const usual = { windowShare: 0.95, holeMinutes: 15, minMetres: 250 } as const;

/** What a patrol rule asks for, complete with what it left to the defaults; undefined where something is missing. */
export function requirementOf(requires: PatrolInput): PatrolRequirement | undefined {
  switch (requires.measure) {
    case 'visits':
      return visits(requires);
    case 'revisit':
      return revisit(requires);
    case 'presence':
      return presence(requires);
    case 'points':
      return points(requires);
    case 'corridor':
      return corridor(requires);
    case 'squares':
      return squares(requires);
    case 'sweep':
      return sweep(requires);
  }
}

function visits({
  atLeast,
  per,
  minMinutes = 0,
  slotMinutes,
  share,
  hours,
  kind,
  role,
}: PatrolInput): PatrolRequirement | undefined {
  if (atLeast === undefined || per === undefined) return undefined;
  const slots =
    slotMinutes === undefined || share === undefined ? undefined : { minutes: slotMinutes, share };
  return { measure: 'visits', atLeast, per, minMinutes, slots, hours, kind, role };
}

function revisit({
  everyHours,
  minMinutes = 0,
  hours,
  kind,
  role,
}: PatrolInput): PatrolRequirement | undefined {
  return everyHours === undefined
    ? undefined
    : { measure: 'revisit', everyHours, minMinutes, hours, kind, role };
}

function presence(requires: PatrolInput): PatrolRequirement | undefined {
  const { share, hours, kind, role, atLeast = 1, of = 'windows', at = 'cell' } = requires;
  if (share === undefined) return undefined;
  return {
    measure: 'presence',
    atLeast,
    per: requires.per ?? (of === 'windows' ? 'week' : 'day'),
    share,
    windowShare: of === 'windows' ? (requires.windowShare ?? usual.windowShare) : null,
    holeMinutes: of === 'time' ? (requires.holeMinutes ?? usual.holeMinutes) : null,
    atPoints: at === 'points' ? { kind: requires.pointKind ?? null } : null,
    hours,
    kind,
    role,
  };
}

function points({
  share,
  minMinutes = 0,
  pointKind,
  days,
  keyDays,
  per,
  kind,
  role,
}: PatrolInput): PatrolRequirement | undefined {
  const within = days === undefined ? per && { per } : { days, keyDays: keyDays ?? days };
  if (share === undefined || within === undefined) return undefined;
  return { measure: 'points', share, minMinutes, pointKind: pointKind ?? null, within, kind, role };
}

function corridor({
  share,
  atLeast = 1,
  per = 'day',
  hours,
  kind,
  role,
}: PatrolInput): PatrolRequirement | undefined {
  return share === undefined ? undefined : { measure: 'corridor', share, atLeast, per, hours, kind, role };
}

function squares({
  share,
  minMetres = usual.minMetres,
  days,
  per,
  kind,
  role,
}: PatrolInput): PatrolRequirement | undefined {
  const within = days === undefined ? per && { per } : { days };
  if (share === undefined || within === undefined) return undefined;
  return { measure: 'squares', share, minMetres, within, kind, role };
}

function sweep({ share, widthMetres, days, per }: PatrolInput): PatrolRequirement | undefined {
  const within = days === undefined ? per && { per } : { days };
  if (share === undefined || widthMetres === undefined || within === undefined) return undefined;
  return { measure: 'sweep', share, widthMetres, within };
}

/** The requirement in the words of the one who asked, for its sentence. */
export function saidOf(requires: PatrolRequirement): PatrolInput {
  const { measure } = requires;
  switch (measure) {
    case 'visits': {
      const { slots, ...rest } = requires;
      return { ...rest, ...(slots && { slotMinutes: slots.minutes, share: slots.share }) };
    }
    case 'presence': {
      const { atPoints, windowShare, holeMinutes, ...rest } = requires;
      return {
        ...rest,
        of: windowShare === null ? 'time' : 'windows',
        ...(windowShare !== null && { windowShare }),
        ...(holeMinutes !== null && { holeMinutes }),
        ...(atPoints && { at: 'points', ...(atPoints.kind && { pointKind: atPoints.kind }) }),
      };
    }
    case 'points': {
      const { within, pointKind, ...rest } = requires;
      return { ...rest, ...within, ...(pointKind && { pointKind }) };
    }
    case 'squares':
    case 'sweep': {
      const { within, ...rest } = requires;
      return { ...rest, ...within };
    }
    default:
      return requires;
  }
}
