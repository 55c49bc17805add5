import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { expect, it, onTestFinished } from 'vitest';
import { servePage } from '../../server/http/page.ts';

it('says that the page has not been built rather than not starting', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gridwarden-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const server = express().use(servePage(folder)).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { accept: 'text/html' } });
  expect(await answer.text()).toContain('npm run build');
  expect((await fetch(`http://127.0.0.1:${port}/assets/a.js`)).status).not.toBe(200);
});
