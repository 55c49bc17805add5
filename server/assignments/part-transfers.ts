import { type NewAssignment, placeKey } from './new-assignment.ts';
import type { RefusalReason, Refused } from './refusal.ts';

/** An assignment that is to be ended or moved, as it stands. */
export type Source = NewAssignment & {
  id: number;
  /** Whether the scope covers person and place both. */
  isOwn: boolean;
  personName: string;
  placeName: string;
};

type Place = Pick<NewAssignment, 'cellId' | 'areaId'>;
/** An assignment that ends at an instant and goes on in other places; without places it only ends. */
export type Transfer = {
  assignmentId: number;
  at: Date;
  /** From when it goes on, where that is before it ends. */
  since?: Date;
  places: readonly Place[];
  /** What is known against it beforehand. */
  against?: RefusalReason;
};
export type Able = Omit<Transfer, 'assignmentId' | 'against'> & { source: Source };

/** Parts the assignments that can end then from those that cannot. Each is asked for once; the first counts. */
export function partTransfers(
  asked: readonly Transfer[],
  sources: ReadonlyMap<number, Source>,
  now: Date,
): { able: Able[]; refused: Refused[] } {
  const able = new Map<number, Able>();
  const refused: Refused[] = [];
  for (const { assignmentId, against, ...transfer } of asked) {
    if (able.has(assignmentId)) continue;
    const source = sources.get(assignmentId);
    const reason = (source && against) ?? reasonAgainst(source, transfer, now);
    if (source && !reason) able.set(assignmentId, { source, ...transfer });
    else refused.push(refusalOf(assignmentId, source, reason ?? 'assignment-not-found'));
  }
  return { able: [...able.values()], refused };
}

function reasonAgainst(
  source: Source | undefined,
  { at, places }: Pick<Transfer, 'at' | 'places'>,
  now: Date,
): RefusalReason | undefined {
  if (!source) return 'assignment-not-found';
  if (!source.isOwn) return 'assignment-of-another-area';
  if (source.to !== null && source.to <= at) return 'already-ended';
  if (places.some((place) => placeKey(place) === placeKey(source))) return 'same-place';
  return source.from >= at && source.from <= now ? 'begins-later' : undefined;
}

function refusalOf(assignmentId: number, source: Source | undefined, reason: RefusalReason): Refused {
  return {
    reason,
    assignmentId,
    row: source ?? { personId: 0, cellId: null, areaId: null, role: '' },
    personName: source?.personName ?? null,
    placeName: source?.placeName ?? null,
    joinedOn: null,
    leftOn: null,
    existing: null,
  };
}

/** What has not begun at the instant nor by now is taken away; everything else ends there. */
export function isWithdrawn(source: Pick<Source, 'from'>, at: Date, now: Date): boolean {
  return source.from >= at && source.from > now;
}

/** The same person and role in each new place until the former end, but not before it had begun itself. */
export function successorsOf({ source, at, since = at, places }: Able): NewAssignment[] {
  const { personId, role, to } = source;
  const from = since > source.from ? since : source.from;
  return places.map(({ cellId, areaId }) => ({ personId, cellId, areaId, role, from, to }));
}
