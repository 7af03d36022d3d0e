/** Installs the packages of package-lock.json where they are not installed yet. Plain JavaScript: any Node from 20 on runs it. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const stampFile = join(modules, '.setup-stamp');
const lockText = readFileSync(join(root, 'package-lock.json'), 'utf8');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const stamp = sha256([lockText, JSON.stringify(manifest.allowScripts), process.platform, process.arch].join('\n'));

/** The pinned Node: npm scripts find it first on PATH once it is there. */
const pinnedNode = () => existsSync(join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node'));
const stamped = () => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp && pinnedNode();

/** True where npm itself, run by hand, already put everything there: its own record of node_modules says what it did. */
function installedByHand() {
  const record = join(modules, '.package-lock.json');
  if (!existsSync(record) || !pinnedNode()) return false;
  const wanted = JSON.parse(lockText).packages;
  const found = JSON.parse(readFileSync(record, 'utf8')).packages;
  const same = (path) =>
    found[path]?.version === wanted[path].version && found[path]?.integrity === wanted[path].integrity;
  const spared = (path) => wanted[path].optional === true && found[path] === undefined;
  const paths = Object.keys(wanted).filter((path) => path !== '');
  return paths.every((path) => same(path) || spared(path)) && Object.keys(found).every((path) => wanted[path]);
}

/** Runs npm, the same one that runs us where one does. Returns the exit code. */
function npm(...given) {
  const own = process.env.npm_execpath;
  const quiet = ['--loglevel=error', '--no-audit', '--no-fund', '--no-progress'];
  const [command, first] = own?.endsWith('.js') ? [process.execPath, [own]] : ['npm', []];
  const options = {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: command === 'npm' && process.platform === 'win32',
  };
  const ended = spawnSync(command, [...first, ...given, ...quiet], options);
  if (ended.error) console.error(`npm could not be started: ${ended.error.message}`);
  return ended.status ?? 1;
}

/** Only packages that package.json allows run their install scripts; older npm does not know `allowScripts`. */
function install() {
  const started = process.hrtime.bigint();
  process.stderr.write('Setting up: installing the packages of package-lock.json (npm ci), once …');
  const allowed = Object.keys(manifest.allowScripts).filter((name) => manifest.allowScripts[name]);
  const isThere = (name) => existsSync(join(modules, name));
  const code = npm('ci', '--ignore-scripts') || npm('rebuild', ...allowed.filter(isThere));
  const seconds = (Number(process.hrtime.bigint() - started) / 1e9).toFixed(0);
  process.stderr.write(code === 0 && pinnedNode() ? ` done in ${seconds} s.\n` : '\n');
  return pinnedNode() ? code : code || 1;
}

/** One set-up at a time in this folder: `npm ci` empties node_modules under the feet of a second one. */
function withLock(work) {
  const lock = join(tmpdir(), `synthloom-setup-${sha256(root).slice(0, 12)}`);
  while (!takeLock(lock)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250);
  try {
    return work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** The lock appears with its holder's pid in it, or not at all. One whose holder is gone is removed, and tried for again. */
function takeLock(lock) {
  const own = `${lock}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, lock);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    const holder = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0;
    if (holder !== 0 && !isAlive(holder)) rmSync(lock, { force: true });
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function setUp() {
  if (stamped()) return 0;
  const code = installedByHand() ? 0 : install();
  if (code === 0) writeFileSync(stampFile, stamp);
  else console.error('Set-up failed; the lines above say why. With the network back, run the same command again.');
  return code;
}

process.exitCode = stamped() ? 0 : withLock(setUp);
