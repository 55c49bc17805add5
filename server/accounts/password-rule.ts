import { z } from 'zod';
import { InvalidInput } from '../http/problem.ts';

export const newPassword = z.string().min(8).max(1000);

/** The one thing that the length does not say: a password equal to the user name is refused. */
export function refuseUserName(username: string, password: string, path = 'password'): void {
  if (password.trim().toLowerCase() !== username.toLowerCase()) return;
  throw new InvalidInput(
    'password-is-username',
    'The password must not be the user name.',
    '密码不能与用户名相同。',
    [{ path, reason: 'is the user name' }],
  );
}
