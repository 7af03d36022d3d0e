/** Tokens a second of the embedded model, by sequences and processes, beside plain chat sessions; and what a shared prefix saves. */
// node bench/embedded/run.ts [rounds]
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Request } from '../../src/core/model.ts';
import { type EmbeddedBackend, embeddedBackend } from '../../src/models/embedded.ts';
import { resolveWeights, type Weights } from '../../src/models/weights/resolve.ts';
import { cpuSeconds, type Measured, median, residentMegabytes, TOKENS, topics } from './work.ts';

interface Setting {
  readonly way: 'synthloom' | 'plain sessions';
  readonly processes: number;
  readonly sequences: number;
}

const settings: readonly Setting[] = [
  ...[1, 8, 16].map((sequences) => ({ way: 'plain sessions', processes: 1, sequences }) as const),
  ...[1, 4, 8, 16, 32].map((sequences) => ({ way: 'synthloom', processes: 1, sequences }) as const),
  ...[8, 16, 32].map((sequences) => ({ way: 'synthloom', processes: 2, sequences }) as const),
];

/** A question as a small dataset asks it. */
const shortAnswer = {
  messages: [
    {
      role: 'assistant',
      content:
        'Messages that customers typed into the chat of their bank.\n\nTopic: forgotten PIN\n' +
        'Customer: Hi, I can’t remember my PIN and the machine kept my card. What now?\n\nTopic: card declined\n' +
        'Customer: My card was declined at the supermarket, and there is money in my account!\n\nTopic: lost card\nCustomer:',
    },
  ],
  maxTokens: 40,
  temperature: 1,
  stop: ['\n'],
} as const;

const never = new AbortController().signal;
const rounds = Number(process.argv[2] ?? 3);
const weights = await resolveWeights('tinyllama-1.1b-chat', { kind: 'chat' });

const results = settings.map((setting) => ({ setting, measured: [] as Measured[] }));
for (let round = 0; round < rounds; round++) {
  // Settings take turns, so that what else the machine does falls on all of them alike.
  for (const { setting, measured } of results) measured.push(await measure(setting, weights));
}
const page = [
  ...heading(weights),
  ...throughput(),
  '',
  ...(await steady(weights)),
  '',
  ...(await prefixes(weights)),
  '',
].join('\n');
process.stdout.write(page);
await writeFile(new URL('./result.md', import.meta.url), page);

async function measure(setting: Setting, { path }: Weights): Promise<Measured> {
  if (setting.way === 'plain sessions') {
    const script = fileURLToPath(new URL('./plain.ts', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [script, path, String(setting.sequences)]);
    return JSON.parse(stdout) as Measured;
  }
  const { processes, sequences } = setting;
  const model = await embeddedBackend({ ...weights, processes, sequences, contextTokens: 512 });
  try {
    await sayAll(model, processes * sequences, 1);
    const [wall, cpu] = [performance.now(), cpuSeconds(model.pids())];
    const tokens = await sayAll(model, processes * sequences, TOKENS);
    const seconds = (performance.now() - wall) / 1000;
    const megabytes = residentMegabytes(model.pids());
    return { tokens, seconds, cpuSeconds: cpuSeconds(model.pids()) - cpu, megabytes };
  } finally {
    await model.close();
  }
}

async function sayAll(model: EmbeddedBackend, count: number, maxTokens: number): Promise<number> {
  const replies = await Promise.all(
    topics(count).map((topic, seed) => model.complete(asking(topic, maxTokens, seed), never)),
  );
  return replies.reduce((sum, { tokens }) => sum + tokens.output, 0);
}

function asking(content: string, maxTokens: number, seed = 1): Request {
  return { messages: [{ role: 'user', content }], maxTokens, seed, temperature: 0.8 };
}

function heading({ id, sha256 }: Weights): string[] {
  const cores = `${availableParallelism()} cores of ${cpus()[0]?.model ?? 'an unknown processor'}`;
  return [
    '# Embedded model: tokens a second',
    '',
    `${id} (SHA-256 ${sha256.slice(0, 16)}…), ${cores}, Node ${process.versions.node}.`,
    `Each sequence answers one prompt of some 30 tokens with ${TOKENS}; medians of ${rounds} rounds, settings in turn, one thread a process.`,
    'Plain sessions are node-llama-cpp’s own `LlamaChatSession`, all started at once in one context.',
    'Tokens a CPU second tell the speed of a core apart from what else the machine did meanwhile.',
    '',
  ];
}

function throughput(): string[] {
  const rows = results.map(({ setting, measured }) => {
    const of = (value: (each: Measured) => number) => median(measured.map(value));
    const cpu = of(({ tokens, cpuSeconds: seconds }) => (seconds === 0 ? Number.NaN : tokens / seconds));
    const wall = of(({ tokens, seconds }) => tokens / seconds);
    const { way, processes, sequences } = setting;
    return `| ${way} | ${processes} | ${sequences} | ${wall.toFixed(1)} | ${cpu.toFixed(1)} | ${of((m) => m.megabytes).toFixed(0)} |`;
  });
  return [
    '| way | processes | sequences each | tokens/s | tokens a CPU second | resident MB |',
    '|---|---|---|---|---|---|',
    ...rows,
  ];
}

/** Short answers, as a dataset asks for them: each that ends makes room for the next, and all share their beginning. */
async function steady(of: Weights): Promise<string[]> {
  const rows: string[] = [];
  for (const processes of [1, 2]) {
    const model = await embeddedBackend({ ...of, processes, contextTokens: 512, sequences: 32 });
    const { max } = model.concurrency;
    let [left, tokens, answers] = [3 * max, 0, 0];
    const [wall, cpu] = [performance.now(), cpuSeconds(model.pids())];
    const work = async () => {
      while (left > 0) {
        const reply = await model.complete({ ...shortAnswer, seed: left-- }, never);
        tokens += reply.tokens.output;
        answers++;
      }
    };
    await Promise.all(Array.from({ length: max }, work));
    const seconds = (performance.now() - wall) / 1000;
    const rate = tokens / (cpuSeconds(model.pids()) - cpu);
    await model.close();
    const cells = [processes, max, (tokens / answers).toFixed(0), (tokens / seconds).toFixed(1), rate.toFixed(1)];
    rows.push(`| ${[...cells, ((answers / seconds) * 60).toFixed(0)].join(' | ')} |`);
  }
  return [
    '| short answers, refilled: processes | calls at once | tokens each | tokens/s | tokens a CPU second | answers a minute |',
    '|---|---|---|---|---|---|',
    ...rows,
  ];
}

/** First-token times of prompts with a long common beginning: unknown, known to the sequence, and known to another. */
async function prefixes(of: Weights): Promise<string[]> {
  const model = await embeddedBackend({ ...of, processes: 1, sequences: 2, contextTokens: 1024 });
  const times = { cold: [] as number[], same: [] as number[], copied: [] as number[] };
  let tokens = 0;
  for (let round = 0; round < 5; round++) {
    const rules = `Rules, edition ${round}. ${'A customer of a bank writes to it in plain words. '.repeat(16)}`;
    const first = async (ending: string) => {
      const begun = performance.now();
      tokens = (await model.complete(asking(`${rules}${ending}`, 1), never)).tokens.input;
      return performance.now() - begun;
    };
    times.cold.push(await first('one'));
    times.same.push(await first('two'));
    // One sequence is at work, so the other takes its state over.
    const busy = model.complete(asking(`${rules}three`, 40), never);
    times.copied.push(await first('four'));
    await busy;
  }
  await model.close();
  return [
    `| first token of a prompt of ${tokens} tokens | ms |`,
    '|---|---|',
    `| never seen before | ${median(times.cold).toFixed(0)} |`,
    `| its beginning evaluated before | ${median(times.same).toFixed(0)} |`,
    `| its beginning copied from a sequence at work | ${median(times.copied).toFixed(0)} |`,
  ];
}
