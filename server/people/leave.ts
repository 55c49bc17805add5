import { InvalidInput } from '../http/problem.ts';
import { moment } from '../http/time.ts';
import type { Person } from './person.ts';

/** Nothing is entered for somebody before the day on which they join. */
export function refuseBeforeJoining(people: readonly Person[], from: Date, timeZone: string): void {
  const coming = people.find(({ joinedOn }) => joinedOn !== null && moment(timeZone).parse(joinedOn) > from);
  if (!coming) return;
  throw new InvalidInput(
    'person-not-joined',
    `${coming.name} (${coming.number}) joins on ${coming.joinedOn}; give a beginning no earlier than that day.`,
    `${coming.name}（${coming.number}）于 ${coming.joinedOn} 入队，开始时间不能早于当日。`,
    [{ path: 'from', reason: `earlier than ${coming.joinedOn}` }],
  );
}

/** Nothing is entered for somebody beyond the day on which they leave. */
export function refuseAfterLeaving(
  people: readonly Person[],
  { from, to }: { from: Date; to: Date | null },
  timeZone: string,
): void {
  const gone = people.find(({ leftOn }) => leftOn !== null && endsAfter(moment(timeZone).parse(leftOn), to));
  if (!gone) return;
  const hasLeft = gone.leftOn !== null && moment(timeZone).parse(gone.leftOn) <= from;
  throw new InvalidInput(
    'person-has-left',
    hasLeft
      ? `${gone.name} (${gone.number}) has left on ${gone.leftOn}.`
      : `${gone.name} (${gone.number}) leaves on ${gone.leftOn}; give an end no later than that day.`,
    hasLeft
      ? `${gone.name}（${gone.number}）已于 ${gone.leftOn} 离队。`
      : `${gone.name}（${gone.number}）将于 ${gone.leftOn} 离队，结束时间不能晚于当日。`,
    [{ path: hasLeft ? 'personId' : 'to', reason: hasLeft ? 'has left' : `later than ${gone.leftOn}` }],
  );
}

function endsAfter(leavesAt: Date, to: Date | null): boolean {
  return to === null || to > leavesAt;
}
