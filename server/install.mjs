// What a fresh checkout lacks: dependencies, the built page, the server without its types. Plain JavaScript on Node alone,
// because it runs before anything is installed; shared by `npm start`, `npm test` and `npm run bundle`.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const oldestNode = [20, 19];
const install = ['install', '--no-save', '--include=dev', '--no-progress'];
const progressEveryMs = 3_000;

const bundle = JSON.parse(readOrNull(join(root, 'bundle.json')) ?? 'null');
/** A bundle carries its dependencies and page; nothing may be fetched or built where it runs. */
export const isBundle = bundle !== null;

/** Ends the process with one sentence where Node is too old, or a bundle was made for another platform. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1]))
    fail(`Gridwarden needs Node ${oldestNode.join('.')} or newer; this is ${process.versions.node}.`);
  const { platform, arch } = process;
  if (isBundle && (bundle.platform !== platform || bundle.arch !== arch))
    fail(`This bundle is for ${bundle.platform}-${bundle.arch}; this machine is ${platform}-${arch}.`);
}

/**
 * Installs where node_modules is missing or is not what package-lock.json asks for. Not by `npm ci`: a lock that was
 * made where the registry has no packages for other platforms leaves them out, and `ci` refuses it. `install` keeps to
 * the lock's versions as well, and `--no-save` to the lock itself.
 */
export async function ensureDependencies() {
  if (isBundle || areDependenciesCurrent()) return;
  const npm = process.env.npm_execpath;
  const [command, ...before] = npm ? [process.execPath, npm] : ['npm'];
  await run('Installing the npm dependencies', command, [...before, ...install]);
}

/** Builds the web page where its sources, or what it is built with, have changed since. */
export async function ensurePage() {
  if (isBundle) return;
  const inputs = hashOfPageInputs();
  const stamp = join(root, 'web/dist/.stamp');
  if (readOrNull(stamp) === inputs) return;
  await run('Building the web page', process.execPath, ['node_modules/vite/bin/vite.js', 'build']);
  writeFileSync(stamp, inputs);
}

/**
 * Takes the types from the server's sources where Node does not do it by itself, once for all starts to come; wants the
 * dependencies.
 */
export async function ensureServer() {
  if (process.features.typescript) return;
  const files = filesUnder(join(root, 'server')).filter((path) => path.endsWith('.ts'));
  const { areKept } = await import('./typescript/stripped.mjs');
  if (areKept(files.map((path) => join(root, path)))) return;
  await run('Preparing the server', process.execPath, ['server/typescript/strip-all.mjs', ...files]);
}

function areDependenciesCurrent() {
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed =
    JSON.parse(readOrNull(join(root, 'node_modules/.package-lock.json')) ?? '{}').packages ?? {};
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true;
    // Packages for other platforms are in the lock and are left out.
    return installed[path] ? installed[path].version === version : optional === true;
  });
}

function hashOfPageInputs() {
  const hash = createHash('sha256');
  const files = ['package-lock.json', 'vite.config.ts', ...filesUnder(join(root, 'web'))];
  for (const file of [...files, ...serverFilesOf(files)].sort()) {
    const content = readFileSync(join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

function filesUnder(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)))
    .filter((path) => !path.startsWith(join('web', 'dist')));
}

/** The files of the server that the page shares, and what these bring along; types go when it is built. */
function serverFilesOf(webFiles) {
  const found = new Set();
  const pending = webFiles.filter((name) => /\.tsx?$/.test(name));
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    for (const imported of importsOf(file)) {
      if (!imported.startsWith(`server${sep}`) || found.has(imported) || !existsSync(join(root, imported)))
        continue;
      found.add(imported);
      pending.push(imported);
    }
  }
  return [...found];
}

function importsOf(file) {
  const text = readFileSync(join(root, file), 'utf8');
  const statements = text.matchAll(/^(?:import|export)\b(?! type\b)[^;']*'(\.{1,2}\/[^']+)'/gm);
  return [...statements].map(([, from]) => relative(root, resolve(root, dirname(file), from)));
}

/** Runs a command, telling how long it has taken; shows what it said only where it fails, and then ends with 1. */
export async function run(what, command, args, options = {}) {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  console.log(`${what} …`);
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const timer = setInterval(() => console.log(`  ${what} … ${seconds()} s`), progressEveryMs);
  const stop = (signal) => {
    child.kill(signal);
    process.exit(130);
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (output += text));
  const code = await new Promise((done) => {
    child.once('error', (error) => {
      output += error.message;
      done(1);
    });
    child.once('close', done);
  });
  clearInterval(timer);
  process.off('SIGINT', stop).off('SIGTERM', stop);
  if (code === 0) return output;
  process.stderr.write(`${output.slice(-8000)}\n`);
  return fail(`${what} failed (${[command, ...args].join(' ')}).`);
}

export function readOrNull(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** @returns {never} */
export function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
