import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { z } from 'zod';
import type { Role } from '../access/caller.ts';
import { everywhere } from '../access/scope.ts';
import { createAccount } from '../accounts/manage.ts';
import { idOf } from './load-areas.ts';

/** An account of the demonstration, with its password in clear. */
const demoAccount = z.object({ username: z.string(), displayName: z.string(), password: z.string() });
export const demoAccounts = z.array(demoAccount);
export type DemoAccount = z.output<typeof demoAccount>;

const ACCOUNTS: readonly {
  username: string;
  displayName: string;
  role: Role;
  areaCode: string | undefined;
  personNumber: string | undefined;
}[] = [
  {
    username: 'demo-admin',
    displayName: '演示管理员',
    role: 'admin',
    areaCode: undefined,
    personNumber: undefined,
  },
  {
    username: 'demo-planner',
    displayName: '演示规划员',
    role: 'planner',
    areaCode: '150724',
    personNumber: undefined,
  },
  {
    username: 'demo-chief',
    displayName: '演示旗局指挥长',
    role: 'chief',
    areaCode: '150724',
    personNumber: undefined,
  },
  {
    username: 'demo-station',
    displayName: '演示派出所长（锡尼河）',
    role: 'chief',
    areaCode: 'DEMO-S06',
    personNumber: undefined,
  },
  {
    username: 'demo-officer',
    displayName: '演示民警01',
    role: 'officer',
    areaCode: 'DEMO-S01',
    personNumber: 'DEMO-MJ001',
  },
  {
    username: 'demo-volunteer',
    displayName: '演示义警001',
    role: 'volunteer',
    areaCode: 'DEMO-S01',
    personNumber: 'DEMO-YJ001',
  },
  {
    username: 'demo-viewer',
    displayName: '演示查看员',
    role: 'viewer',
    areaCode: '150724',
    personNumber: undefined,
  },
];

/** One account of every kind, with a password that exists nowhere but in the answer. */
export async function loadAccounts(
  db: Knex,
  ids: { areas: ReadonlyMap<string, number>; people: ReadonlyMap<string, number> },
): Promise<DemoAccount[]> {
  const made: DemoAccount[] = [];
  for (const { username, displayName, role, areaCode, personNumber } of ACCOUNTS) {
    const password = randomBytes(9).toString('base64url');
    await createAccount(db, everywhere, {
      username,
      displayName,
      password,
      grants: [{ role, areaId: areaCode === undefined ? null : idOf(ids.areas, areaCode) }],
      personId: personNumber === undefined ? null : idOf(ids.people, personNumber),
    });
    made.push({ username, displayName, password });
  }
  return made;
}
