// `npm run bundle`: one archive with the program, its production dependencies and the built page, for machines of this
// platform that have Node and no network. start.mjs neither installs nor builds where it finds bundle.json.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  ensureDependencies,
  ensurePage,
  ensureServer,
  fail,
  isBundle,
  requireNode,
  root,
  run,
} from './install.mjs';

const program = [
  'package.json',
  'package-lock.json',
  'README.md',
  'docs',
  'migrations',
  'server',
  'web',
  '.cache/typescript',
];
/**
 * Maps and type declarations serve developers only, and are two thirds of some packages; of the builds of sql.js one is
 * used.
 */
const needless = /\.(map|d\.[cm]?ts)$|\/sql\.js\/dist\/(?!sql-wasm\.(js|wasm)$)./;

requireNode();
if (isBundle) fail('This is a bundle already.');
await ensureDependencies();
await ensurePage();
await ensureServer();

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { platform, arch } = process;
const name = `gridwarden-${version}-${platform}-${arch}`;
const archive = join(root, `${name}.tgz`);
const work = mkdtempSync(join(tmpdir(), 'gridwarden-bundle-'));
try {
  const folder = join(work, name);
  mkdirSync(folder);
  for (const entry of program.filter((path) => existsSync(join(root, path))))
    cpSync(join(root, entry), join(folder, entry), { recursive: true });
  for (const path of productionPackages()) copyPackage(path, folder);
  writeFileSync(join(folder, 'bundle.json'), `${JSON.stringify({ version, platform, arch })}\n`);
  await run('Packing', 'tar', ['-czf', archive, '-C', work, name]);
} finally {
  rmSync(work, { recursive: true, force: true });
}
console.log(
  `${archive} (${Math.round(statSync(archive).size / 1e6)} MB): unpack it, and npm start in its folder.`,
);

/** What the lock says is needed to run, as far as it is installed on this platform. */
function productionPackages() {
  const { packages } = JSON.parse(readFileSync(join(root, 'node_modules/.package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([, { dev }]) => !dev)
    .map(([path]) => path);
}

/** A package without those nested in it, which are listed for themselves. */
function copyPackage(path, folder) {
  const from = join(root, path);
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  const filter = (source) => !source.slice(from.length).includes('/node_modules') && !needless.test(source);
  cpSync(from, join(folder, path), { recursive: true, filter });
}
