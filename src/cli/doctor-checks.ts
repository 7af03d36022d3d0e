/** What `synthloom doctor` looks at. Every check says what it found, and where that is not well, the cure. */
import { randomUUID } from 'node:crypto';
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { SynthloomError } from '../core/errors.ts';
import type { OptionalPackages } from '../models/provision.ts';
import type { CatalogEntry, WeightsKind } from '../models/weights/catalog.ts';
import { sizeText } from './sizes.ts';

export interface Finding {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'failed';
  readonly found: string;
  readonly cure?: string;
}

const finding = (name: string, state: Finding['state'], found: string, cure?: string): Finding => ({
  ...{ name, state, found },
  ...(cure === undefined ? {} : { cure }),
});

/** Of package.json's `engines`: from here on Node runs TypeScript of recipes and plugins by itself. */
const LEAST_NODE = [22, 18] as const;
const LEAST_ROOM_BYTES = 100e6;
const EASY_ROOM_BYTES = 2e9;
/** The standard chat weights, their context and Node. */
const EASY_MEMORY_BYTES = 2e9;

export function checkNode(version = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const enough = major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
  if (enough) return finding('Node', 'ok', version);
  return finding('Node', 'failed', `${version} is too old`, `Install Node ${LEAST_NODE.join('.')} or later.`);
}

export function checkMemory(freeBytes = process.availableMemory(), cores = availableParallelism()): Finding {
  const found = `${sizeText(freeBytes)} free, ${cores} ${cores === 1 ? 'core' : 'cores'}`;
  if (freeBytes >= EASY_MEMORY_BYTES) return finding('Memory', 'ok', found);
  return finding(
    'Memory',
    'warning',
    found,
    'Embedded language models want 2 GB; close something, or use a remote model.',
  );
}

/** Whether the cache directory can be written, and has room. */
export async function checkCache(folder: string): Promise<Finding[]> {
  const probe = join(folder, `.probe-${randomUUID()}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(probe, 'x');
    await rm(probe);
  } catch (error) {
    const cure = 'Make it writable, or name another with SYNTHLOOM_CACHE.';
    return [finding('Cache', 'failed', `${folder}: ${(error as Error).message}`, cure)];
  }
  const disk = await statfs(folder);
  const room = disk.bavail * disk.bsize;
  const state = room < LEAST_ROOM_BYTES ? 'failed' : room < EASY_ROOM_BYTES ? 'warning' : 'ok';
  const cure = state === 'ok' ? undefined : 'Free some room: `synthloom models` shows what the cache holds.';
  return [finding('Cache', 'ok', folder), finding('Disk', state, `${sizeText(room)} free`, cure)];
}

/** Whether a runtime loads; absent is no fault, because it is installed on first use. */
export async function checkPackage(title: string, name: keyof OptionalPackages): Promise<Finding> {
  const { importOptional, whereIs } = await import('../models/provision.ts');
  try {
    const place = await whereIs(name);
    if (place === undefined)
      return finding(title, 'warning', `${name} is not installed`, 'It is installed on first use, with your consent.');
    const loaded = await importOptional(name);
    if (name === 'node-llama-cpp') await startLlama(loaded as OptionalPackages['node-llama-cpp']);
    return finding(title, 'ok', `${name} loads${place === 'cache' ? ', from the cache' : ''}`);
  } catch (error) {
    return failed(title, error);
  }
}

/** Loads the native library, where most that can be wrong shows. */
async function startLlama({ getLlama, LlamaLogLevel }: OptionalPackages['node-llama-cpp']): Promise<void> {
  const llama = await getLlama({ gpu: false, build: 'never', logLevel: LlamaLogLevel.error, progressLogs: false });
  await llama.dispose();
}

/** Whether weights are here, or could be pulled. */
export async function checkWeights(title: string, kind: WeightsKind): Promise<Finding> {
  const { resolveWeights } = await import('../models/weights/resolve.ts');
  try {
    const weights = await resolveWeights(undefined, { kind, download: false });
    if (!weights.weak) return finding(title, 'ok', `\`${weights.id}\` is in the cache`);
    return finding(
      title,
      'warning',
      `\`${weights.id}\` is in the cache, and weak`,
      'Pull better ones: `synthloom models pull`.',
    );
  } catch (error) {
    if (!(error instanceof SynthloomError) || error.code !== 'no-weights') return failed(title, error);
    return finding(
      title,
      'warning',
      'none are in the cache',
      'They are pulled on first use; `synthloom models pull` does it now.',
    );
  }
}

/** Whether the sources of weights answer; it is enough that one does, or that weights are here. */
export async function checkSources(catalog: readonly CatalogEntry[]): Promise<Finding[]> {
  const { reachHub, reachNpm } = await import('../models/weights/reach.ts');
  const [hub, npm] = await Promise.all([reachHub(catalog), reachNpm(catalog)]);
  const hubCure =
    npm === undefined
      ? 'Weights come through npm instead; the chat model there is weak.'
      : 'Check the network, HF_ENDPOINT and the proxy variables.';
  return [
    hub === undefined
      ? finding('Model hub', 'ok', 'gives out the standard weights')
      : finding('Model hub', 'warning', hub, hubCure),
    npm === undefined
      ? finding('npm', 'ok', 'gives out the fallback weights')
      : finding('npm', 'warning', npm, 'Only needed where the model hub cannot be reached.'),
  ];
}

/** Names of the variables that are set; never their values. */
export function checkKeys(env: Readonly<Record<string, string | undefined>>): Finding {
  const own = Object.keys(env).filter((name) => name.startsWith('SYNTHLOOM_KEY_'));
  const set = [...keyNames, ...own].filter((name) => env[name]);
  if (set.length > 0) return finding('Keys', 'ok', `set: ${set.join(', ')}`);
  return finding('Keys', 'ok', 'none are set; embedded and local models need none');
}

/** One real answer of the embedded model, of one token. */
export async function checkAnswer(): Promise<Finding> {
  const title = 'Embedded answer';
  try {
    const { resolveWeights } = await import('../models/weights/resolve.ts');
    const { optionalSpecifier } = await import('../models/provision.ts');
    const { embeddedBackend } = await import('../models/embedded.ts');
    const { id, path, template, sha256 } = await resolveWeights(undefined, { kind: 'chat', download: false });
    const llamaModule = await optionalSpecifier('node-llama-cpp');
    const backend = await embeddedBackend({ id, path, template, sha256, llamaModule, processes: 1, sequences: 1 });
    try {
      const messages = [{ role: 'user', content: 'Say yes.' }] as const;
      const reply = await backend.complete({ messages, maxTokens: 1, seed: 1 }, AbortSignal.timeout(120_000));
      return finding(title, 'ok', `\`${id}\` answered ${JSON.stringify(reply.text)}, ${reply.tokens.output} token`);
    } finally {
      await backend.close();
    }
  } catch (error) {
    return failed(title, error);
  }
}

const keyNames = [
  'OPENAI_API_KEY',
  'ANTHROPIC_API_KEY',
  'GOOGLE_GENERATIVE_AI_API_KEY',
  'GEMINI_API_KEY',
  'OPENROUTER_API_KEY',
  'GROQ_API_KEY',
  'MISTRAL_API_KEY',
  'TOGETHER_API_KEY',
  'FIREWORKS_API_KEY',
  'DEEPSEEK_API_KEY',
  'XAI_API_KEY',
  'CEREBRAS_API_KEY',
  'NVIDIA_API_KEY',
  'HF_TOKEN',
];

const failed = (title: string, error: unknown): Finding =>
  finding(
    title,
    'failed',
    error instanceof Error ? error.message : String(error),
    error instanceof SynthloomError ? error.cure : 'Report it, with this line.',
  );
