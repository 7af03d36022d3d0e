/** What the parent and a model process say to each other, over IPC with structured clones. */
import type { Reply, Request } from '../../core/model.ts';

/** What a process needs to load a model. */
export interface LoadOrder {
  /** GGUF file. */
  readonly path: string;
  /** `zephyr`, `qwen3`, or `gguf`: as the file itself says. */
  readonly template: string;
  /** Module specifier or URL of node-llama-cpp. */
  readonly llamaModule: string;
  /** Sequences evaluated together; absent: as many as `memoryBytes` holds, 32 at most. */
  readonly sequences?: number;
  /** Tokens of prompt and answer together; absent: 2,048, or 1,024 where memory is short. */
  readonly contextTokens?: number;
  /** What this process may take for its sequences. */
  readonly memoryBytes: number;
  /** Private folder for evaluated prefixes on their way from one sequence to another. */
  readonly scratch: string;
}

/** What a process tells of itself once the model is loaded. */
export interface Loaded {
  readonly sequences: number;
  readonly contextTokens: number;
  /** Release of llama.cpp and the kind of build. */
  readonly build: string;
  /** Name of the chat template in use. */
  readonly template: string;
}

/** What an answer took. */
export interface Effort {
  /** Tokens of the prompt. */
  readonly prompt: number;
  /** Prompt tokens that had to be evaluated; the others were there from earlier prompts. */
  readonly evaluated: number;
}

export type ToChild =
  | { readonly kind: 'load'; readonly order: LoadOrder }
  | { readonly kind: 'ask'; readonly call: number; readonly request: Request }
  | { readonly kind: 'abort'; readonly call: number };

export type CallFault = 'too-long' | 'bad-request' | 'model-crashed';

export type Said = Omit<Reply, 'served'>;

export type FromChild =
  | { readonly kind: 'ready'; readonly loaded: Loaded }
  | { readonly kind: 'broken'; readonly reason: string }
  | { readonly kind: 'said'; readonly call: number; readonly said: Said; readonly effort: Effort }
  | { readonly kind: 'fault'; readonly call: number; readonly code: CallFault; readonly detail: string };
