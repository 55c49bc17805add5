import { type Algorithm, hash, verify } from '@node-rs/argon2';

/** OWASP's second recommendation: 19 MiB, two passes, one lane. */
const cost = {
  algorithm: 2 satisfies Algorithm.Argon2id,
  memoryCost: 19 * 1024,
  timeCost: 2,
  parallelism: 1,
};
const atOnce = 2;

let running = 0;
const waiting: (() => void)[] = [];

/** At most two hashes are computed at once, so that sign-ins cannot take the machine's memory. */
async function taking<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

export function hashPassword(password: string): Promise<string> {
  return taking(() => hash(password, cost));
}

const nobody = hashPassword('the password of nobody');

/** Takes the same time whether or not there is such an account. */
export async function isPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  const stored = passwordHash ?? (await nobody);
  const matches = await taking(() => verify(stored, password));
  return matches && passwordHash !== undefined;
}
