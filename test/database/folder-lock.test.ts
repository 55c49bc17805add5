import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Locked, takeLock } from '../../server/database/folder-lock.ts';

function lockPath(content?: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'gridwarden-test-')), 'lock');
  if (content !== undefined) writeFileSync(path, content);
  return path;
}

test('is held until it is given back', () => {
  const path = lockPath();
  const unlock = takeLock(path);
  expect(() => takeLock(path)).toThrow(new Locked(path, process.pid));
  unlock();
  takeLock(path)();
  expect(existsSync(path)).toBe(false);
});

test('is taken over from a process that has ended', () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  takeLock(lockPath(JSON.stringify({ pid, since: 'long ago' })))();
});

test('is taken over from an earlier process with the number of a living one', () => {
  takeLock(lockPath(JSON.stringify({ pid: process.pid, since: 'before the last reboot' })))();
});

test('is taken over where the file is cut off', () => {
  takeLock(lockPath('{"pid": 12'))();
});

test('is left alone by whoever has lost it', () => {
  const path = lockPath();
  const unlock = takeLock(path);
  writeFileSync(path, 'somebody else');
  unlock();
  expect(existsSync(path)).toBe(true);
});
