import { Conflict } from '../http/problem.ts';

/** The person that an account belongs to; an account without one has nothing of its own. */
export function personOf({ personId }: { personId: number | null }): number {
  if (personId !== null) return personId;
  throw new Conflict(
    'no-person',
    'This account belongs to nobody of the register of people; an administrator can say whose it is.',
    '此账号没有对应的人员，请管理员在账号中填写。',
  );
}
