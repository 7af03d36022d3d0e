/** The embedded language model: GGUF weights in processes of our own, without a server or a key. */
// Source: node-llama-cpp (https://node-llama-cpp.withcat.ai), which binds llama.cpp.
import { fork } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fault } from '../core/errors.ts';
import type { Backend } from '../core/model.ts';
import { freeCores } from './embedded/cores.ts';
import { plainEnvironment } from './embedded/plain-environment.ts';
import { Pool } from './embedded/pool.ts';
import type { Loaded } from './embedded/protocol.ts';

export interface EmbeddedOptions {
  /** Of the weights, such as `tinyllama-1.1b-chat`. */
  readonly id: string;
  /** GGUF file. */
  readonly path: string;
  /** For the manifest. */
  readonly sha256?: string;
  /** `zephyr`, `qwen3`, or `gguf` (as the file itself says), which is the default. */
  readonly template?: string;
  /** One thread each; absent: one for each core that is idle now. */
  readonly processes?: number;
  /** Answers at once in each process; absent: as memory allows, 32 at most. */
  readonly sequences?: number;
  /** Tokens of prompt and answer together; absent: 2,048 or what the model has, 1,024 where memory is short. */
  readonly contextTokens?: number;
  /** Specifier or URL of node-llama-cpp; it is imported in the model processes only. */
  readonly llamaModule?: string;
}

/** Prompt tokens so far. */
export interface Effort {
  readonly promptTokens: number;
  /** Those that had to be evaluated; the others were shared with earlier prompts. */
  readonly evaluatedTokens: number;
}

export interface EmbeddedBackend extends Backend {
  effort(): Effort;
  /** Of the model processes alive. */
  pids(): readonly number[];
}

/** A process that dies this often without an answer in between stays dead. */
const RESTARTS = 5;
const BACKOFF_MS = 250;

/** Share of the memory available now that all processes together take for their sequences; weights are shared pages. */
const MEMORY_SHARE = 0.4;

/**
 * Starts the processes and loads the model.
 * @throws Fault `unusable-weights` when the file or the runtime cannot be loaded.
 */
export async function embeddedBackend(options: EmbeddedOptions): Promise<EmbeddedBackend> {
  const { id, path, template = 'gguf', llamaModule = 'node-llama-cpp', sequences, contextTokens } = options;
  const processes = options.processes ?? (await freeCores());
  const { size } = await stat(path).catch((error: Error) => {
    throw fault('unusable-weights', { model: `embedded/${id}`, detail: error.message });
  });
  const memoryBytes = Math.max(0, (process.availableMemory() - size) * MEMORY_SHARE) / processes;
  const scratch = await mkdtemp(join(tmpdir(), 'synthloom-model-'));
  const asked = { ...(sequences && { sequences }), ...(contextTokens && { contextTokens }) };
  const pool = new Pool(processes, {
    model: `embedded/${id}`,
    start: startProcess,
    order: { path, template, llamaModule, memoryBytes, scratch, ...asked },
    restarts: RESTARTS,
    backoffMs: BACKOFF_MS,
  });
  const close = async () => {
    await pool.close();
    await rm(scratch, { recursive: true, force: true });
  };
  const loaded = await pool.ready().catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return backendOf(options, { pool, loaded, size, close });
}

interface Running {
  readonly pool: Pool;
  readonly loaded: readonly Loaded[];
  /** Of the weights, in bytes. */
  readonly size: number;
  readonly close: () => Promise<void>;
}

function backendOf(options: EmbeddedOptions, { pool, loaded, size, close }: Running): EmbeddedBackend {
  const sequences = loaded.reduce((sum, each) => sum + each.sequences, 0);
  // One in eight waits here, so that a sequence that falls free has its next prompt at once: 5 % more tokens a second.
  const calls = Math.ceil((sequences * 9) / 8);
  const total = { promptTokens: 0, evaluatedTokens: 0 };
  const first = loaded[0]!;
  return {
    id: `embedded/${options.id}`,
    can: { schema: 'grammar', logprobs: true, asUser: true },
    concurrency: { start: calls, max: calls },
    async complete(request, signal) {
      const { said, effort } = await pool.complete(request, signal);
      total.promptTokens += effort.prompt;
      total.evaluatedTokens += effort.evaluated;
      return { ...said, served: options.id };
    },
    describe: async () => ({
      weights: options.id,
      ...(options.sha256 && { sha256: options.sha256 }),
      bytes: String(size),
      runtime: first.build,
      template: first.template,
      contextTokens: String(first.contextTokens),
      processes: String(loaded.length),
      threads: '1',
      sequences: loaded.map((each) => each.sequences).join(' + '),
    }),
    effort: () => ({ ...total }),
    pids: () => pool.pids,
    close,
  };
}

function startProcess() {
  const file = import.meta.url.endsWith('.ts') ? './embedded/child.ts' : './embedded/child.js';
  return fork(new URL(file, import.meta.url), {
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: plainEnvironment(),
  });
}
