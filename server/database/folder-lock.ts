import { execFileSync } from 'node:child_process';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** A process told apart from a later one with the same number. */
type Holder = { pid: number; since: string };

/** The lock is held by a process that lives. */
export class Locked extends Error {
  readonly pid: number;

  constructor(path: string, pid: number) {
    super(`${path} is held by process ${pid}.`);
    this.pid = pid;
  }
}

/**
 * Creates the lock file for this process and returns what removes it. A lock left by a process that was killed is
 * taken over. Throws {@link Locked}.
 */
export function takeLock(path: string): () => void {
  const mine = JSON.stringify({ pid: process.pid, since: processSince(process.pid) ?? '' } satisfies Holder);
  const candidate = `${path}.${process.pid}`;
  writeFileSync(candidate, mine);
  try {
    while (!linked(candidate, path)) discardStale(path);
  } finally {
    rmSync(candidate, { force: true });
  }
  return () => {
    if (readOrNull(path) === mine) rmSync(path, { force: true });
  };
}

/** A hard link exists whole or not at all, unlike a file that is still being written. */
function linked(candidate: string, path: string): boolean {
  try {
    linkSync(candidate, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function discardStale(path: string): void {
  const text = readOrNull(path);
  if (text === null) return;
  const holder = parseHolder(text);
  if (holder && processSince(holder.pid) === holder.since) throw new Locked(path, holder.pid);
  // Another process may have judged the same file stale and put its own there since: look at what was moved.
  const aside = `${path}.stale.${process.pid}`;
  renameSync(path, aside);
  const moved = readOrNull(aside);
  if (moved !== text && moved !== null) linked(aside, path);
  rmSync(aside, { force: true });
}

function parseHolder(text: string): Holder | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('since' in value)) return null;
    const { pid, since } = value;
    return typeof pid === 'number' && typeof since === 'string' ? { pid, since } : null;
  } catch {
    return null; // cut off by a full disk or a power failure: nobody holds it
  }
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** When a process started, in words only good for comparing; null where there is no such living process. */
function processSince(pid: number): string | null {
  return process.platform === 'linux' ? linuxSince(pid) : psSince(pid);
}

function linuxSince(pid: number): string | null {
  const stat = readOrNull(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The name may hold spaces and brackets; after its last bracket stand the state and 18 fields before the start.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return null;
  const boot = readOrNull('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
  return `${boot}:${fields[19]}`;
}

function psSince(pid: number): string | null {
  try {
    const text = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return text === '' ? null : text;
  } catch {
    return null; // ps ends with 1 where there is no such process
  }
}
