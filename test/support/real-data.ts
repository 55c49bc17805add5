import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

function folderOf(variable: string): string | undefined {
  const given = process.env[variable];
  if (!given) return undefined;
  const folder = resolve(root, given);
  if (!existsSync(folder)) throw new Error(`${variable} is ${given}, where there is no folder.`);
  return folder;
}

/** Real data that nobody here wrote, kept outside of the repository: the folder, or '' where it is not given. */
export const dataFolder = folderOf('GRIDWARDEN_DATA') ?? '';
export const withData = dataFolder !== '';

/** Test cases of other projects' protocol suites: the folder, or '' where it is not given. */
export const vectorsFolder = folderOf('PEER_VECTORS_DIR') ?? '';
export const withVectors = vectorsFolder !== '';

/** Put behind a test's name, says why it is skipped. */
export const dataNote = withData ? '' : ' (skipped: GRIDWARDEN_DATA is not set)';
export const vectorsNote = withVectors ? '' : ' (skipped: PEER_VECTORS_DIR is not set)';
