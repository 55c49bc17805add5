// `npm test [-- arguments of vitest]`: does all set-up and runs everything. Plain JavaScript on Node alone, because it
// runs before anything is installed. Ends with the counts alone on a line.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ensureDependencies,
  ensurePage,
  fail,
  readOrNull,
  requireNode,
  root,
  run,
} from '../server/install.mjs';

const packages = ['chromium', 'fonts-noto-cjk'];
const chromiumPaths = JSON.parse(readFileSync(join(root, 'test/support/chromium-paths.json'), 'utf8'));

requireNode();
const args = process.argv.slice(2);
await ensureDependencies();
if (includesBrowserTests(args)) {
  await ensurePage();
  await ensureBrowser();
}
process.exitCode = await runVitest(args);

/** Without `--project` everything runs. */
function includesBrowserTests(given) {
  const projects = given.flatMap((arg, at) => {
    if (arg.startsWith('--project=')) return [arg.slice('--project='.length)];
    return arg === '--project' ? [given[at + 1]] : [];
  });
  return projects.length === 0 || projects.some((name) => name === 'e2e' || /[*!]/.test(name));
}

async function ensureBrowser() {
  if (findChromium() && hasChineseFont()) return;
  if (mayInstall()) {
    console.log(
      `The browser tests need ${packages.join(' and ')}: installing (NO_SYSTEM_INSTALL=1 forbids it).`,
    );
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('Reading the package lists', 'apt-get', ['update', '-q'], { env });
    const install = ['install', '-q', '-y', '--no-install-recommends', ...packages];
    await run(`Installing ${packages.join(', ')}`, 'apt-get', install, { env });
  }
  if (!findChromium()) skipBrowserTests();
  else if (!hasChineseFont())
    console.log('No Chinese font was found: screenshots will show boxes for Chinese text.');
}

function findChromium() {
  const given = process.env.CHROMIUM_PATH;
  if (given && !existsSync(given)) fail(`CHROMIUM_PATH is ${given}, where there is no file.`);
  return given || chromiumPaths.find((path) => existsSync(path));
}

function hasChineseFont() {
  const { stdout } = spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' });
  return Boolean(stdout?.trim());
}

function mayInstall() {
  const isRoot = process.getuid?.() === 0;
  return isRoot && existsSync('/etc/debian_version') && process.env.NO_SYSTEM_INSTALL !== '1';
}

function skipBrowserTests() {
  const how = `apt-get install ${packages.join(' ')}`;
  if (process.env.CI === 'true')
    fail(`No browser was found, and CI=true forbids skipping the browser tests. Run: ${how}`);
  const line = '*'.repeat(78);
  console.log(
    `${line}\nNo browser was found: the browser tests are SKIPPED. To run them (as root):\n  ${how}`,
  );
  console.log(`or set CHROMIUM_PATH to a Chromium or Chrome.\n${line}`);
  process.env.SKIP_BROWSER_TESTS = '1';
}

async function runVitest(given) {
  // Everything that a run leaves behind lies in here, and goes with it even where vitest is interrupted.
  const folder = mkdtempSync(join(tmpdir(), 'gridwarden-run-'));
  chmodSync(folder, 0o711); // a cluster in it runs as another user
  const report = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  // A group of its own, so that Ctrl-C reaches it once, through here, and it has the time to take its database away.
  const vitest = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...given], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
    env: { ...process.env, TMPDIR: folder },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => vitest.kill(signal));
  const [code, signal] = await new Promise((done) => vitest.once('close', (...ending) => done(ending)));
  const counts = readCounts(report);
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  if (!counts) {
    console.log(`The tests did not finish (${signal ?? `exit ${code}`}).`);
    return code || 1;
  }
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  return code ?? 1;
}

/** A file that does not even load counts as one failure. */
function readCounts(report) {
  const text = readOrNull(report);
  if (text === null) return null;
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(text);
  const unloaded = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  );
  return {
    passed: numPassedTests,
    failed: numFailedTests + unloaded.length,
    skipped: numPendingTests + numTodoTests,
  };
}
