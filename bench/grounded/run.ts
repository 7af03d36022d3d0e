/** Quotes of `grounded` on XQuAD paragraphs: none may stay that is not in its source byte for byte, whatever the model says. */
// SYNTHLOOM_DATA=<folder> node bench/grounded/run.ts [--embedded]
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Call } from '../../src/core/define.ts';
import type { Recipe } from '../../src/core/recipe.ts';
import type { Sample } from '../../src/core/sample.ts';
import { readRun } from '../../src/execution/read-run.ts';
import { run } from '../../src/execution/run.ts';
import { REPLACED } from '../../src/execution/travel.ts';
import { publicData } from '../arguments.ts';
import { actNames, hostileBackend } from './hostile.ts';

const data = publicData('qa/xquad-*.json.gz');

const LANGUAGES = ['en', 'es', 'zh'] as const;
/** Questions for each paragraph. */
const EACH = 12;

interface Tally {
  readonly setting: string;
  accepted: number;
  readonly dropped: Map<string, number>;
  failed: number;
  /** Accepted quotes that are not in the paragraph, or not where the notes say. */
  wrong: number;
  quotes: number;
  readonly byAct: Map<string, [kept: number, all: number]>;
}

const paragraphs = new Map<string, string[]>();
for (const language of LANGUAGES) {
  const packed = await readFile(join(data, 'qa', `xquad-${language}-dev32.json.gz`));
  const articles = JSON.parse(gunzipSync(packed).toString('utf8')).data as { paragraphs: { context: string }[] }[];
  paragraphs.set(
    language,
    articles.flatMap((article) => article.paragraphs.map(({ context }) => context)),
  );
}

const tallies: Tally[] = [];
for (const language of LANGUAGES)
  for (const repair of [false, true])
    tallies.push(
      await hostile(language, { repair, kinds: { 'single-hop': 1 } }, repair ? 'one quote, repair' : 'one quote'),
    );
tallies.push(await hostile('en', { per: 4, tokens: 64 }, 'one quote, four a sample, split'));
tallies.push(await hostile('en', { kinds: { 'multi-hop': 1 }, repair: true }, 'two quotes, repair'));
const weak = process.argv.includes('--embedded') ? [await embedded('chat'), await embedded('text')] : [];

const page = [...heading(), ...table(tallies), '', ...actsTable(tallies), '', ...weakTable(weak)].join('\n');
const old = await readFile(new URL('./result.md', import.meta.url), 'utf8').catch(() => '');
const kept = weak.length > 0 ? '' : (/\n## A weak model[\s\S]*$/.exec(old)?.[0].slice(1) ?? '');
const whole = `${page.trimEnd()}\n${kept === '' ? '' : `\n${kept}`}`;
process.stdout.write(whole);
await writeFile(new URL('./result.md', import.meta.url), whole);
if (tallies.some(({ wrong, quotes }) => wrong > 0 || quotes === 0)) process.exitCode = 1;

async function hostile(language: (typeof LANGUAGES)[number], options: object, what: string): Promise<Tally> {
  const texts = paragraphs.get(language)!;
  const backend = hostileBackend(texts);
  const steps = [{ draw: { each: EACH } }, { grounded: { model: 'writer', support: 0, ...options } }];
  const tally = await trial(`${language}, ${what}`, { texts, steps, backends: { writer: backend } });
  const kept = new Set(tally.questions);
  for (const [question, act] of backend.acted) {
    const [few, all] = tally.byAct.get(act) ?? [0, 0];
    tally.byAct.set(act, [few + (kept.has(question) ? 1 : 0), all + 1]);
  }
  return tally;
}

async function embedded(style: 'chat' | 'text'): Promise<Tally> {
  const texts = paragraphs.get('en')!.filter((_, index) => index % 8 === 0);
  const options = { model: 'writer', style, tokens: 120, temperature: 0.3, maxTokens: style === 'chat' ? 120 : 40 };
  const steps = [{ draw: { each: 1 } }, { grounded: options }];
  return trial(`style ${style}`, { texts, steps, models: { writer: 'embedded' } });
}

interface Trial {
  readonly texts: readonly string[];
  readonly steps: readonly object[];
  readonly backends?: NonNullable<Parameters<typeof run>[1]>['backends'];
  readonly models?: Record<string, string>;
}

async function trial(
  setting: string,
  { texts, steps, backends, models }: Trial,
): Promise<Tally & { questions: string[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-grounded-'));
  try {
    await writeFile(join(folder, 'paragraphs.jsonl'), texts.map((text) => `${JSON.stringify({ text })}\n`).join(''));
    const line = [{ file: { path: 'paragraphs.jsonl', real: true } }, ...steps];
    const calls = line.map(
      (step): Call => ({ use: Object.keys(step)[0]!, with: Object.values(step)[0] as Call['with'] }),
    );
    const head = { recipe: 'bench-grounded', models: models ?? { writer: 'scripted' }, failures: { max: '100%' } };
    const directory = join(folder, 'run');
    await run({ head, steps: calls, folder } as Recipe, { directory, report: false, ...(backends && { backends }) })
      .finished;
    const tally = {
      setting,
      accepted: 0,
      dropped: new Map(),
      failed: 0,
      wrong: 0,
      quotes: 0,
      byAct: new Map(),
      questions: [] as string[],
    };
    const whole = texts.map((text) => Buffer.from(text));
    for await (const sample of readRun(directory).samples()) if (!sample.origin.real) look(sample, tally, whole);
    for await (const left of readRun(directory).quarantine()) {
      if (left.verdict === 'failed') tally.failed++;
      else if (left.reason !== REPLACED) tally.dropped.set(left.reason, (tally.dropped.get(left.reason) ?? 0) + 1);
    }
    return tally;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Bytes are compared, not strings; and the places that the notes name are cut out and compared too. */
function look(
  { data: fields, notes }: Sample,
  tally: Tally & { questions: string[] },
  sources: readonly Buffer[],
): void {
  const quotes = fields.quotes as readonly string[];
  const text = String(fields.text);
  tally.accepted++;
  tally.questions.push(String(fields.question));
  const places = [
    [notes.quoteStart, notes.quoteEnd],
    [notes.secondStart, notes.secondEnd],
  ];
  for (const [index, quote] of quotes.entries()) {
    tally.quotes++;
    const bytes = Buffer.from(quote);
    const isThere =
      bytes.length > 0 && Buffer.from(text).includes(bytes) && sources.some((source) => source.includes(bytes));
    const [start, end] = places[index]!;
    if (!isThere || text.slice(Number(start), Number(end)) !== quote) tally.wrong++;
  }
}

function heading(): string[] {
  return [
    '# Grounded: quotes on XQuAD paragraphs',
    '',
    `160 paragraphs in each of three languages, ${EACH} questions for each, asked of a model that lies in ${actNames.length} ways`,
    'about its quotes (every act below), or refuses, breaks off, answers no JSON. Support by words is turned off, so that the',
    'quote alone decides. Wrong: an accepted quote whose bytes are not in its paragraph, or not where the notes say.',
    '',
  ];
}

function table(all: readonly Tally[]): string[] {
  const rows = all.map(({ setting, accepted, quotes, dropped, failed, wrong }) => {
    const lost = dropped.get('quote-not-found') ?? 0;
    const others = [...dropped.values()].reduce((sum, count) => sum + count, 0) - lost;
    return `| ${setting} | ${accepted} | ${quotes} | ${lost} | ${others} | ${failed} | **${wrong}** |`;
  });
  return [
    '| setting | accepted | quotes in them | `quote-not-found` | other drops | failed | wrong |',
    '|---|---|---|---|---|---|---|',
    ...rows,
  ];
}

function actsTable(all: readonly Tally[]): string[] {
  const names = [...new Set(all.flatMap(({ byAct }) => [...byAct.keys()]))].sort();
  const share = (setting: (tally: Tally) => boolean, act: string) => {
    const [kept, every] = all
      .filter(setting)
      .reduce(
        ([few, many], { byAct }) => [few + (byAct.get(act)?.[0] ?? 0), many + (byAct.get(act)?.[1] ?? 0)],
        [0, 0],
      );
    return `${kept} of ${every}`;
  };
  const isRepair = ({ setting }: Tally) => setting.includes('repair') && !setting.includes('two');
  const isPlain = ({ setting }: Tally) => !setting.includes('repair');
  return [
    '| what the model did to the quote | accepted | accepted with `repair` |',
    '|---|---|---|',
    ...names.map((act) => `| ${act} | ${share(isPlain, act)} | ${share(isRepair, act)} |`),
    '',
    'Accepted with `repair` are copies whose words were right: the quote that is kept is cut out of the paragraph. A changed',
    'act that was accepted without it found nothing to change in that sentence, or what it made stands in the paragraph too.',
  ];
}

function weakTable(all: readonly Tally[]): string[] {
  if (all.length === 0) return [];
  const rows = all.map(({ setting, accepted, dropped, failed, wrong }) => {
    const reasons = [...dropped].map(([reason, count]) => `${reason} ${count}`).join(', ');
    return `| ${setting} | ${accepted} | ${reasons === '' ? '–' : reasons} | ${failed} | **${wrong}** |`;
  });
  return [
    '## A weak model',
    '',
    'TinyLlama 1.1B in this process, one question for each of 20 English paragraphs. In page style a sentence is the quote, and',
    'the model asks about it; in chat style it copies the quote itself.',
    '',
    '| | accepted | dropped | failed | wrong |',
    '|---|---|---|---|---|',
    ...rows,
  ];
}
