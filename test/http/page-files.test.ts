import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { filesOfPage } from '../../server/http/page-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'page-files-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('names what every page and the map load beside what the page names itself, each once', () => {
  mkdirSync(join(folder, '.vite'), { recursive: true });
  const manifest = {
    'index.html': { file: 'assets/index.js', isEntry: true, imports: ['_shared.js'] },
    '_shared.js': { file: 'assets/shared.js' },
    'shell/start.tsx': { file: 'assets/start.js', imports: ['_shared.js', '_react.js'] },
    '_react.js': { file: 'assets/react.js' },
    '_maplibre.js': { file: 'assets/maplibre.js', imports: ['_shared.js'] },
    'map/map-view.tsx': { file: 'assets/map-view.js', imports: ['_maplibre.js', 'index.html', '_react.js'] },
    'pages/map.tsx': { file: 'assets/map.js', imports: ['_maplibre.js'] },
    'pages/people.tsx': { file: 'assets/people.js', imports: ['_shared.js'] },
  };
  writeFileSync(join(folder, '.vite/manifest.json'), JSON.stringify(manifest));
  expect(filesOfPage(folder)).toEqual({
    everywhere: ['assets/start.js', 'assets/react.js'],
    map: ['assets/map-view.js', 'assets/maplibre.js', 'assets/map.js'],
  });
});

test('names none where the page has not been built', () => {
  expect(filesOfPage(folder)).toEqual({ everywhere: [], map: [] });
});
