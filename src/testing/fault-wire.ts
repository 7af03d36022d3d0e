/** The wire formats that the fault server speaks: OpenAI chat, responses and embeddings, Anthropic messages, Gemini. */
import type { JsonSchema } from '../core/model.ts';

export type Dialect = 'chat' | 'responses' | 'messages' | 'gemini' | 'embeddings';

/** A request as far as an answer depends on it. */
export interface Asked {
  readonly dialect: Dialect;
  readonly model: string;
  /** All messages, one after the other. */
  readonly prompt: string;
  readonly schema: JsonSchema | undefined;
  readonly logprobs: boolean;
  readonly inputs: readonly string[];
}

/** What an answer is made of; `finish` in OpenAI's words. */
export interface Told {
  readonly text: string;
  readonly model: string;
  readonly finish: 'stop' | 'length' | 'content_filter';
  readonly usage: { readonly input: number; readonly output: number } | undefined;
  readonly refusal?: string;
  readonly logprobs?: readonly { readonly token: string; readonly logprob: number }[];
}

const dialects: readonly (readonly [RegExp, Dialect])[] = [
  [/\/chat\/completions$/, 'chat'],
  [/\/responses$/, 'responses'],
  [/\/messages$/, 'messages'],
  [/:generateContent$/, 'gemini'],
  [/\/embeddings$/, 'embeddings'],
];

export const dialectOf = (path: string): Dialect | undefined => dialects.find(([form]) => form.test(path))?.[1];

export function readAsked(dialect: Dialect, path: string, body: unknown): Asked {
  const first = (...paths: readonly string[]): unknown =>
    paths.map((each) => valueAt(body, each)).find((each) => each !== undefined);
  const prompts = ['system', 'messages', 'input', 'systemInstruction', 'contents'].map((each) => valueAt(body, each));
  const schema = first(
    'response_format.json_schema.schema',
    'text.format.schema',
    'output_config.format.schema',
    'output_format.schema',
    'generationConfig.responseJsonSchema',
    'generationConfig.responseSchema',
  );
  return {
    dialect,
    model: String(first('model') ?? /\/models\/([^:/]+):/.exec(path)?.[1] ?? 'unknown'),
    prompt: textsWithin(prompts).join('\n'),
    schema: schema as JsonSchema | undefined,
    logprobs: first('logprobs') === true,
    inputs: dialect === 'embeddings' ? textsWithin(valueAt(body, 'input')) : [],
  };
}

/** What stands at a path such as `a.b.c`; absent where anything on the way is. */
const valueAt = (body: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((node, key) => (node as { readonly [name: string]: unknown } | null | undefined)?.[key], body);

/** Every text of a prompt, whatever it is wrapped in; roles and types are not texts. */
function textsWithin(node: unknown): string[] {
  if (typeof node === 'string') return [node];
  if (Array.isArray(node)) return node.flatMap(textsWithin);
  if (node === null || typeof node !== 'object') return [];
  const { content, parts, text } = node as { content?: unknown; parts?: unknown; text?: unknown };
  return [content, parts, text].flatMap(textsWithin);
}

/** The body of an answer that went well. */
export function answerBody(dialect: Dialect, told: Told): object {
  switch (dialect) {
    case 'messages':
      return messagesBody(told);
    case 'gemini':
      return geminiBody(told);
    case 'responses':
      return responsesBody(told);
    default:
      return chatBody(told);
  }
}

function chatBody({ text, model, finish, usage, refusal, logprobs }: Told): object {
  const content = logprobs?.map((each) => ({ ...each, bytes: null, top_logprobs: [each] }));
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: refusal === undefined ? text : null, refusal: refusal ?? null },
        finish_reason: finish,
        logprobs: content === undefined ? null : { content },
      },
    ],
    ...(usage && {
      usage: { prompt_tokens: usage.input, completion_tokens: usage.output, total_tokens: usage.input + usage.output },
    }),
  };
}

function messagesBody({ text, model, finish, usage }: Told): object {
  const reasons = { stop: 'end_turn', length: 'max_tokens', content_filter: 'refusal' };
  return {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model,
    content: text === '' ? [] : [{ type: 'text', text }],
    stop_reason: reasons[finish],
    stop_sequence: null,
    ...(usage && { usage: { input_tokens: usage.input, output_tokens: usage.output } }),
  };
}

function geminiBody({ text, model, finish, usage }: Told): object {
  const reasons = { stop: 'STOP', length: 'MAX_TOKENS', content_filter: 'SAFETY' };
  const content = text === '' ? {} : { content: { role: 'model', parts: [{ text }] } };
  return {
    candidates: [{ ...content, finishReason: reasons[finish], index: 0 }],
    ...(usage && {
      usageMetadata: {
        promptTokenCount: usage.input,
        candidatesTokenCount: usage.output,
        totalTokenCount: usage.input + usage.output,
      },
    }),
    modelVersion: model,
  };
}

function responsesBody({ text, model, finish, usage }: Told): object {
  const content = [{ type: 'output_text', text, annotations: [] }];
  return {
    id: 'resp_1',
    object: 'response',
    created_at: 1,
    model,
    status: finish === 'stop' ? 'completed' : 'incomplete',
    incomplete_details:
      finish === 'stop' ? null : { reason: finish === 'length' ? 'max_output_tokens' : 'content_filter' },
    output: [{ type: 'message', id: 'msg_1', role: 'assistant', status: 'completed', content }],
    ...(usage && {
      usage: { input_tokens: usage.input, output_tokens: usage.output, total_tokens: usage.input + usage.output },
    }),
  };
}

/** The body of an error, as each provider words it. */
export function errorBody(
  dialect: Dialect,
  error: { readonly status: number; readonly code: string; readonly message: string; readonly details?: object[] },
): object {
  const { status, code, message, details } = error;
  if (dialect === 'messages') return { type: 'error', error: { type: code, message } };
  if (dialect === 'gemini') {
    const rpc =
      status === 429
        ? 'RESOURCE_EXHAUSTED'
        : status === 404
          ? 'NOT_FOUND'
          : status === 401
            ? 'UNAUTHENTICATED'
            : 'INVALID_ARGUMENT';
    return { error: { code: status, message, status: rpc, details: details ?? [] } };
  }
  return { error: { message, type: code, param: null, code } };
}
