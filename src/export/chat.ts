/** Writes samples as chat messages, for supervised fine-tuning. */
import { z } from 'zod';
import { defineStep, measure, wrote } from '../core/define.ts';
import { oncePer } from '../core/prepare.ts';
import type { Fields, Json, Sample } from '../core/sample.ts';
import { templateOption } from '../core/templates.ts';
import { type Template, TemplateError } from '../text/template.ts';
import { type ChatMessage, whyNotChat } from './chat/messages.ts';
import { chosen } from './files/rows.ts';
import { splitSchema } from './files/split.ts';
import { SplitFiles, textSink } from './files/split-files.ts';

const options = z
  .strictObject({
    path: z.string().min(1).default('chat/train.jsonl').describe('File, under the exports of the run.'),
    messages: z
      .string()
      .min(1)
      .optional()
      .describe('Field with a list of messages; `messages` where no template is given.'),
    system: z.string().optional().describe('Template of the system message; before the messages of the field, too.'),
    user: z.string().optional().describe('Template of the user’s message.'),
    assistant: z.string().optional().describe('Template of the answer.'),
    tools: z.string().min(1).optional().describe('Field with the list of tools that the assistant may call.'),
    real: z.boolean().default(false).describe('Write real samples too.'),
    split: splitSchema.optional().describe('Divide into train, validation and test files.'),
  })
  .refine((given) => (given.user === undefined) === (given.assistant === undefined), {
    error: 'give both `user` and `assistant`, or neither',
    path: ['user'],
  })
  .refine((given) => given.messages === undefined || given.user === undefined, {
    error: 'give `messages`, or `user` and `assistant`, and not both',
    path: ['messages'],
  });
type Options = z.infer<typeof options>;

export const chat = defineStep({
  name: 'chat',
  stage: 'export',
  sees: 'all',
  summary: 'Writes samples as chat messages, for supervised fine-tuning.',
  sources: [
    'OpenAI fine-tuning guide: the chat format (messages, tools, tool_calls)',
    'Hugging Face TRL: conversational dataset format',
  ],
  shorthand: 'path',
  options,

  touches: async (given) => {
    const { field, templates } = await prepare(given);
    const named = [...templates.values()].flatMap((template) => template.fields);
    const others = [field, given.tools, given.split?.by].filter((name) => name !== undefined);
    return { reads: [...new Set([...named, ...others])] };
  },

  async *run(samples, { options: given, output }) {
    const { path, split } = given;
    const build = await builder(given);
    const sink = (file: Parameters<typeof textSink>[0]) => textSink(file, (row) => `${JSON.stringify(row)}\n`);
    const files = new SplitFiles({ path, split, output, sink });
    const leftOut = new Map<string, number>();
    for await (const sample of chosen(samples, given)) {
      const built = build(sample);
      if (typeof built === 'string') leftOut.set(built, (leftOut.get(built) ?? 0) + 1);
      else await files.write(sample, built);
    }
    for (const file of await files.close()) {
      yield wrote(file);
      yield measure('rows', file.holds!.rows, 'samples', { path: file.path, split: file.holds!.split });
    }
    for (const [reason, count] of leftOut) yield measure('left-out', count, 'samples', { path, reason });
  },
});

interface Prepared {
  /** Field of messages; absent where templates make them. */
  readonly field: string | undefined;
  readonly templates: ReadonlyMap<'system' | 'user' | 'assistant', Template>;
}

const prepare = oncePer(async (given: Options): Promise<Prepared> => {
  const templates = new Map<'system' | 'user' | 'assistant', Template>();
  for (const role of ['system', 'user', 'assistant'] as const) {
    const text = given[role];
    if (text !== undefined) templates.set(role, await templateOption('chat', role, text));
  }
  return { field: given.user === undefined ? (given.messages ?? 'messages') : undefined, templates };
});

/** Makes a sample's row, or says why it is no conversation. */
async function builder(given: Options): Promise<(sample: Sample) => Fields | string> {
  const { field, templates } = await prepare(given);
  return ({ data }) => {
    const before = filled(templates, data);
    if (typeof before === 'string') return before;
    const own: Json = field === undefined ? [] : (data[field] ?? null);
    if (!Array.isArray(own)) return 'no-messages';
    const messages = [...before, ...own] as Json[];
    const why = whyNotChat(messages);
    if (why !== undefined) return why;
    const tools = given.tools === undefined ? undefined : data[given.tools];
    if (tools === undefined || tools === null) return { messages };
    return Array.isArray(tools) ? { messages, tools } : 'tools-not-a-list';
  };
}

/** The messages of templates, an empty system message left out. A field that a sample lacks is a reason, not an error. */
function filled(templates: Prepared['templates'], data: Fields): ChatMessage[] | string {
  try {
    const written = [...templates].map(([role, template]): ChatMessage => ({ role, content: template.fill(data) }));
    return written.filter((message) => message.content !== '' || message.role !== 'system');
  } catch (error) {
    if (error instanceof TemplateError) return 'template-without-its-field';
    throw error;
  }
}
