// A TypeScript file without its types. They become spaces, so that every line and column stays where it was and a stack
// trace is true without a source map; what a file came to is kept on the disk, by its content.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { threadId } from 'node:worker_threads';

const folder = resolve(import.meta.dirname, '../../.cache/typescript');
const { version } = createRequire(import.meta.url)('@swc/wasm-typescript/package.json');

/** The file as JavaScript; throws a SyntaxError that names it where it is not TypeScript. */
export async function stripped(path) {
  const source = readFileSync(path, 'utf8');
  const name = nameOf(source);
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch {
    const code = await strip(path, source);
    keep(name, code);
    return code;
  }
}

/** True where none of the files has to be stripped any more. */
export function areKept(paths) {
  const kept = keptNames();
  return paths.every((path) => kept.has(nameOf(readFileSync(path, 'utf8'))));
}

/** Forgets what was kept of other files, or of these as they were. */
export function forgetOthers(paths) {
  const needed = new Set(paths.map((path) => nameOf(readFileSync(path, 'utf8'))));
  for (const name of keptNames()) if (!needed.has(name)) rmSync(join(folder, name), { force: true });
}

function keptNames() {
  return new Set(existsSync(folder) ? readdirSync(folder) : []);
}

function nameOf(source) {
  return createHash('sha256').update(`${version}\0${source}`).digest('hex');
}

async function strip(path, source) {
  // Only where something is not kept yet, for it takes 60 MB.
  const { default: swc } = await import('@swc/wasm-typescript');
  try {
    return swc.transformSync(source, { filename: path, mode: 'strip-only', module: true }).code;
  } catch (error) {
    throw new SyntaxError(`${path}: ${error?.message ?? error}`);
  }
}

/** Whole or not at all, for several processes may keep the same at once. */
function keep(name, code) {
  const part = join(folder, `${name}.${process.pid}.${threadId}`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(part, code);
    renameSync(part, join(folder, name));
  } catch (error) {
    // Whoever may not write where the program lies strips at every start.
    if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error;
  }
}
