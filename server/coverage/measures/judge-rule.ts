import type {
  PatrolRequirement,
  PointsRequirement,
  PresenceRequirement,
  SweepRequirement,
} from '../../rules/rule.ts';
import { type Interval, union } from '../interval.ts';
import type { PreparedRule } from '../lookback.ts';
import type { Counts } from '../who-queries.ts';
import { judgeCorridor } from './corridor-rule.ts';
import { type Asked, type Judged, notYetKnown } from './judged.ts';
import { type AskedPoint, judgePoints } from './points-rule.ts';
import { judgePresence, type Post } from './presence-rule.ts';
import type { Present } from './present.ts';
import { judgeSquares } from './squares-rule.ts';
import type { SurveyedSquare } from './squares-survey.ts';
import { obligedTime, type SurveyedPiece, type SurveyedPoint } from './survey.ts';
import { judgeTimedRevisit } from './timed-revisit.ts';
import { judgeTimedVisits } from './timed-visits.ts';

/** What is known of a cell for its rules; each is asked for by those that need it alone. */
export type CellFacts = {
  /** Its visits, one for each person at a time. */
  presences: () => readonly Present[];
  /** The end of the last visit before them, where that is known. */
  lastBefore: number | null;
  /** Who came to points, along roads and through squares is still being measured. */
  isPending: boolean;
  points: () => readonly SurveyedPoint[];
  pieces: () => readonly SurveyedPiece[];
  squares: () => readonly SurveyedSquare[];
};

/** What is counted by who came, and not by what was swept. */
export type CountedRequirement = Exclude<PatrolRequirement, SweepRequirement>;

/** Judges a rule on a cell over a period; undefined where there is nothing that it asks for. */
export function judgeRule(
  { starts, ordered }: Pick<PreparedRule, 'starts' | 'ordered'>,
  requires: CountedRequirement,
  facts: CellFacts,
  counts: Counts,
  obligedFrom: number,
  period: Interval,
): Judged | undefined {
  const asked: Asked = { starts, ordered, obligedFrom, period };
  const own = (presences: readonly Present[]) =>
    presences.filter(({ personId, enteredAt }) => counts(personId, enteredAt));
  switch (requires.measure) {
    case 'visits':
      return judgeTimedVisits(requires, own(facts.presences()), asked);
    case 'revisit':
      return judgeTimedRevisit(requires, own(facts.presences()), facts.lastBefore, asked);
    case 'presence': {
      const posts = postsOf(requires, facts, own);
      if (posts.length === 0) return undefined;
      return requires.atPoints && facts.isPending ? notYetKnown : judgePresence(requires, posts, asked);
    }
    case 'points': {
      const points = facts.points().flatMap((one) => pointOf(requires, one, own, period[1]));
      if (points.length === 0) return undefined;
      return facts.isPending ? notYetKnown : judgePoints(requires, points, asked);
    }
    case 'corridor': {
      const pieces = facts.pieces().map(({ metres, passes }) => ({
        metres,
        passedAt: passes.filter(({ personId, at }) => counts(personId, at)).map(({ at }) => at),
      }));
      if (pieces.length === 0) return undefined;
      return facts.isPending ? notYetKnown : judgeCorridor(requires, pieces, asked);
    }
    case 'squares': {
      const squares = facts.squares().map(({ reach, runs }) => ({
        reach,
        runs: runs.filter(({ personId, at }) => counts(personId, at)),
      }));
      if (squares.length === 0) return undefined;
      return facts.isPending ? notYetKnown : judgeSquares(requires, squares, asked);
    }
  }
}

type Own = (presences: readonly Present[]) => readonly Present[];

/** Points that are kept for the judging of what was; one that is there no more at any time of it does no harm. */
function postsOf({ atPoints }: PresenceRequirement, facts: CellFacts, own: Own): Post[] {
  if (!atPoints)
    return [
      { presences: own(facts.presences()), obliged: [[Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]] },
    ];
  return facts.points().flatMap(({ versions, replaced, presences }): Post[] => {
    const wanted = versions.filter(({ kind }) => atPoints.kind === null || kind === atPoints.kind);
    if (wanted.length === 0) return [];
    return [
      {
        presences: own(wanted.flatMap(presences)),
        obliged: union(wanted.flatMap((version) => obligedTime(version, replaced))),
      },
    ];
  });
}

/** A point weighs what it weighed last. */
function pointOf(
  { pointKind }: PointsRequirement,
  { versions, replaced, presences }: SurveyedPoint,
  own: Own,
  at: number,
): AskedPoint[] {
  const wanted = versions.filter(({ kind }) => pointKind === null || kind === pointKind);
  const latest = wanted.findLast(({ from }) => from < at) ?? wanted[0];
  if (!latest) return [];
  const { label, weight, isKey } = latest;
  const obliged = union(wanted.flatMap((version) => obligedTime(version, replaced)));
  return [{ label, weight, isKey, obliged, presences: own(wanted.flatMap(presences)) }];
}
