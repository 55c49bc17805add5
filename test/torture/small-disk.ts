import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type SmallDisk = {
  folder: string;
  /** Why it cannot be filled; null where it can. */
  unfillable: string | null;
  /** Leaves not a byte; returns how many bytes that took. */
  fill: () => number;
  free: () => void;
  stop: () => Promise<void>;
};

/**
 * A disk of its own, in memory, that can be filled without harm to anybody; a plain folder where mounting is not
 * allowed.
 */
export async function makeSmallDisk(megabytes: number): Promise<SmallDisk> {
  // Short, for a Unix socket's address holds 107 bytes.
  const folder = await mkdtemp(join(tmpdir(), 'gwt-'));
  const unfillable = mount(folder, megabytes);
  const ballast = join(folder, 'ballast');
  const free = () => rmSync(ballast, { force: true });
  return {
    folder,
    unfillable,
    fill: () => fill(ballast),
    free,
    stop: async () => {
      if (unfillable === null) execFileSync('umount', ['--lazy', folder]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function mount(folder: string, megabytes: number): string | null {
  try {
    const options = `size=${megabytes}m,mode=0755`;
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'gridwarden-torture', folder], { stdio: 'pipe' });
    return null;
  } catch {
    return 'a small disk cannot be mounted here (that takes root and the right to mount)';
  }
}

function fill(path: string): number {
  const file = openSync(path, 'w');
  let written = 0;
  for (const size of [1 << 20, 1 << 12]) {
    const zeros = Buffer.alloc(size);
    try {
      for (;;) written += writeSync(file, zeros);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    }
  }
  closeSync(file);
  return written;
}
