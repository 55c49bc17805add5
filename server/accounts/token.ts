import { hash, randomBytes } from 'node:crypto';

/** A new opaque secret of 192 bits, safe in a path. */
export function makeSecret(): string {
  return randomBytes(24).toString('base64url');
}

/** What is stored of a secret. A look-up by hash leaks nothing by its timing. */
export function hashSecret(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}
