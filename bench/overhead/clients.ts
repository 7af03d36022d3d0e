/** The clients that are compared: each makes one call, and does with its answer what its kind of program would. */
import { z } from 'zod';
import type { Backend } from '../../src/core/model.ts';
import { modelSchema } from '../../src/core/recipe.ts';
import { compatibleBackend } from '../../src/models/compatible.ts';
import { paced, paceOf } from '../../src/models/paced.ts';
import { remoteBackend } from '../../src/models/remote.ts';
import { openDesk } from './desk.ts';

export interface Client {
  call(nth: number): Promise<unknown>;
  close(): Promise<void>;
}

export interface Setting {
  readonly baseUrl: string;
  readonly inFlight: number;
  /** Folder with the packages that only this comparison needs. */
  readonly packages: string;
}

const system = 'You are a careful generator.';
const prompt = 'You are generating training data. '.repeat(40);
const messages = (nth: number) => [
  { role: 'system' as const, content: system },
  { role: 'user' as const, content: `${prompt}${nth}` },
];
const form = z.object({
  question: z.string(),
  answer: z.string(),
  difficulty: z.int().min(1).max(5),
  tags: z.array(z.string()),
});

/** The whole path of a run: a structured question of a step, keys, budget, pacing, transport, checks, synced ledger. */
async function whole(backend: Backend, { inFlight }: Setting): Promise<Client> {
  const model = paced(backend, paceOf(modelSchema.parse({ use: backend.id, concurrency: inFlight })));
  const desk = await openDesk(model);
  return {
    call: (nth) => desk.ask(nth, { prompt: messages(nth), schema: form, temperature: 0.8, maxTokens: 512 }),
    close: desk.close,
  };
}

const spec = (use: string, { baseUrl, inFlight }: Setting) =>
  modelSchema.parse({ use, baseUrl, concurrency: inFlight, structured: 'native' });

/** Starts at the full width: the question is what a call costs, not how soon the width is found. */
const wide = (backend: Backend, { inFlight }: Setting): Backend =>
  Object.create(backend, { concurrency: { value: { start: inFlight, max: inFlight } } }) as Backend;

export const clients = {
  'synthloom, own transport': (setting) =>
    whole(wide(compatibleBackend('teacher', spec('compatible/gpt-4o', setting)), setting), setting),
  'synthloom, AI SDK': (setting) =>
    whole(wide(remoteBackend('teacher', spec('openai/gpt-4o', setting), 'x'), setting), setting),
  'undici, bare': async ({ baseUrl, inFlight }) => {
    const { Pool } = await import('undici');
    const pool = new Pool(new URL(baseUrl).origin, { connections: inFlight });
    const headers = { 'content-type': 'application/json', authorization: 'Bearer x' };
    return {
      call: async (nth) => {
        const body = JSON.stringify({ model: 'gpt-4o', temperature: 0.8, max_tokens: 512, messages: messages(nth) });
        const response = await pool.request({ path: '/v1/chat/completions', method: 'POST', headers, body });
        return await response.body.json();
      },
      close: () => pool.destroy(),
    };
  },
  'openai package': async ({ baseUrl, packages }) => {
    const { default: OpenAi } = (await import(`${packages}/node_modules/openai/index.mjs`)) as { default: OpenAiClass };
    const client = new OpenAi({ baseURL: baseUrl, apiKey: 'x', maxRetries: 0 });
    return {
      call: (nth) =>
        client.chat.completions.create({ model: 'gpt-4o', temperature: 0.8, max_tokens: 512, messages: messages(nth) }),
      close: async () => {},
    };
  },
} satisfies Record<string, (setting: Setting) => Promise<Client>>;

/** As much of the package's types as is used: it is not among our dependencies. */
type OpenAiClass = new (options: {
  baseURL: string;
  apiKey: string;
  maxRetries: number;
}) => {
  readonly chat: { readonly completions: { create(body: object): Promise<unknown> } };
};

export type ClientName = keyof typeof clients;
