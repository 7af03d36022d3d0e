/** Running one step on given samples with a scripted model, under the same laws as in a run. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { AnyStep } from '../core/define.ts';
import { answersForOne, keepsItsWord, maySay } from '../core/laws.ts';
import type { Asset } from '../core/media.ts';
import type { Embedder, Reply, Request } from '../core/model.ts';
import { hashText, modelSchema } from '../core/recipe.ts';
import type { Fields, Sample } from '../core/sample.ts';
import type { Context, Measure, Outcome, OutputFile, Round, RunFacts, Touches } from '../core/step.ts';
import { type Lender, type MediaAsking, makeScope, type Place } from '../execution/scope.ts';
import { mediaTypeOf } from '../format/media-type.ts';
import { keyedRandom } from '../math/keyed-random.ts';
import { scriptedMedia } from '../models/scripted-media.ts';
import { askStructured } from '../models/structured.ts';
import { keptRows } from './kept-rows.ts';
import { datasetOf, samplesOf } from './samples.ts';
import { makeTestSandbox, type TestSandbox } from './test-sandbox.ts';

/** One answer of the scripted model: a text, a value (sent as JSON), or a whole reply. */
export type Said = string | { readonly reply: Partial<Reply> } | { readonly value: unknown };

export interface StepTrial {
  /** Fields of the samples shown; none for a source. */
  readonly given?: readonly Fields[];
  /** Real samples: shown too where the step takes them, and lent as `context.real()`. */
  readonly real?: readonly Fields[];
  readonly with: unknown;
  /** Answers in the order asked, or a function of the request. */
  readonly script?: readonly Said[] | ((request: Request, asked: number) => Said);
  readonly embed?: (text: string) => readonly number[];
  /** The file made for a wish of an image or of speech; small valid ones when absent. Throw a fault to fail. */
  readonly make?: (wish: MediaAsking['wish']) => Asset;
  readonly round?: Round;
  /** Files to be found beside the recipe: path → content. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly facts?: Partial<RunFacts>;
  readonly seed?: number;
}

export interface StepResult {
  readonly outcomes: readonly Outcome[];
  readonly kept: readonly Sample[];
  readonly dropped: readonly { readonly sample: Sample; readonly reason: string }[];
  readonly failed: readonly { readonly sample: Sample; readonly code: string }[];
  readonly measures: readonly Omit<Measure, 'step'>[];
  /** Files written: path → bytes. */
  readonly files: ReadonlyMap<string, Buffer>;
  readonly requests: readonly Request[];
  readonly touches: Touches;
  /** One word an outcome: 'keep', 'drop unchanged', 'measure mtld', 'write a.jsonl'. */
  readonly says: readonly string[];
}

/** Runs a step as the engine would; throws where the step does, or where it breaks a law. */
export async function runStep(word: { readonly step: AnyStep }, trial: StepTrial): Promise<StepResult> {
  const { step } = word;
  const folder = await mkdtemp(join(tmpdir(), 'synthloom-step-'));
  const sandbox = makeTestSandbox();
  try {
    await placeFiles(folder, trial.files ?? {});
    const bench = await makeBench(step, trial, { folder, sandbox });
    for (const seen of shown(step, trial)) await bench.show(seen);
    return bench.result();
  } finally {
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function placeFiles(folder: string, files: NonNullable<StepTrial['files']>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

function shown(step: AnyStep, trial: StepTrial): (Sample | readonly Sample[] | undefined)[] {
  const given = samplesOf(trial.given ?? []);
  const real = samplesOf(trial.real ?? [], true);
  if (step.sees === 'nothing') return [undefined];
  if (step.sees === 'all') return [[...real, ...given]];
  const takes = step.takes ?? 'synthetic';
  return takes === 'both' ? [...real, ...given] : takes === 'real' ? real : given;
}

interface Bench {
  readonly folder: string;
  readonly sandbox: TestSandbox;
}

async function makeBench(step: AnyStep, trial: StepTrial, { folder, sandbox }: Bench) {
  const options = step.options.parse(trial.with);
  const input = (path: string) => resolve(folder, path);
  const touches = await step.touches(options, { input });
  const outcomes: Outcome[] = [];
  const files = new Map<string, Buffer>();
  const requests: Request[] = [];
  const lender = scriptedLender(trial, requests, () => sandbox.lend(step.name, touches.runs));

  const contextAt = (shownNow: Sample | undefined): Context<unknown> => {
    const sample = shownNow?.id ?? '';
    const siblings = shownNow && { siblings: { family: '', nth: shownNow.origin.nth } };
    const place: Place = {
      seed: trial.seed ?? 0,
      step: step.name,
      sample,
      round: trial.round?.number ?? 1,
      ...siblings,
    };
    return {
      ...makeScope(place, lender),
      options,
      input,
      signal: new AbortController().signal,
      round: trial.round ?? { number: 1 },
      roundOf: ({ origin }) => (origin.round === trial.round?.number ? trial.round : { number: origin.round }),
      secretRandom: async (of) => keyedRandom(Buffer.from(`${trial.seed ?? 0} ${step.name} ${of}`)),
      real: () => datasetOf(samplesOf(trial.real ?? [], true)),
      each: async function* (items, work) {
        let at = 0;
        for await (const item of items) yield await work(item, makeScope({ ...place, sample: `${at++}` }, lender));
      },
      output: async (path) => memoryFile(path, files),
      facts: () => ({ ...NO_FACTS, ...trial.facts }),
    };
  };

  const show = async (seen: Sample | readonly Sample[] | undefined) => {
    const one = seen !== undefined && 'id' in seen ? seen : undefined;
    const what = one ?? (seen === undefined ? undefined : datasetOf(seen as readonly Sample[]));
    const known = new Map([seen ?? []].flat().map((sample) => [(sample as Sample).id, sample as Sample]));
    const said: Outcome[] = [];
    for await (const outcome of step.run(what as never, contextAt(one))) {
      maySay(step, outcome);
      if (outcome.kind === 'keep') keepsItsWord({ step, touches }, known.get(outcome.sample.id), outcome.sample);
      said.push(outcome);
    }
    if (one !== undefined) answersForOne(step, one, said);
    outcomes.push(...said.flatMap((each) => unrolled(each, seen)));
  };
  return { show, result: () => summarise({ outcomes, files, requests, touches }) };
}

/** A verdict in bulk, row by row, so that tests read all verdicts alike. */
function unrolled(said: Outcome, seen: Sample | readonly Sample[] | undefined): Outcome[] {
  if (said.kind !== 'rows') return [said];
  const rows = seen as readonly Sample[];
  const dropped = [...said.drop].flatMap(([reason, drop]) =>
    [...drop].map((row): Outcome => ({ kind: 'drop', sample: rows[row]!, reason })),
  );
  const kept = keptRows(said, rows.length).map((row): Outcome => ({ kind: 'keep', sample: rows[row]! }));
  if (kept.length + dropped.length !== rows.length)
    throw new Error(`rows: ${kept.length} kept and ${dropped.length} dropped of ${rows.length}`);
  return [...kept, ...dropped];
}

type Gathered = Pick<StepResult, 'outcomes' | 'files' | 'requests' | 'touches'>;

function summarise({ outcomes, files, requests, touches }: Gathered): StepResult {
  const of = <K extends Outcome['kind']>(kind: K) =>
    outcomes.filter((each): each is Extract<Outcome, { kind: K }> => each.kind === kind);
  return {
    outcomes,
    files,
    requests,
    touches,
    kept: of('keep').map((each) => each.sample),
    dropped: of('drop').map(({ sample, reason }) => ({ sample, reason })),
    failed: of('fail').map(({ sample, fault }) => ({ sample, code: fault.code })),
    measures: of('measure').map(({ kind: _, ...rest }) => rest),
    says: outcomes.map((each) =>
      each.kind === 'drop'
        ? `drop ${each.reason}`
        : each.kind === 'measure'
          ? `measure ${each.name}`
          : each.kind === 'write'
            ? `write ${each.path}`
            : each.kind,
    ),
  };
}

function scriptedLender(trial: StepTrial, requests: Request[], sandbox: Lender['sandbox']): Lender {
  const complete = async (request: Omit<Request, 'seed'>) => {
    const asked = requests.length;
    const whole: Request = { ...request, seed: asked };
    requests.push(whole);
    const script = trial.script ?? [];
    const said = typeof script === 'function' ? script(whole, asked) : script[asked];
    if (said === undefined)
      throw new Error(`The script has ${script.length} answers, and question ${asked + 1} was asked.`);
    return { ...asReply(said), costUsd: 0, cached: false };
  };
  return {
    modelId: (role) => `scripted/${role}`,
    ask: ({ question }) =>
      askStructured(question, { id: 'scripted', can: { schema: 'native', logprobs: true, asUser: true }, complete }),
    embedder: () => testEmbedder(trial.embed),
    mediaId: (_, role) => `scripted/${role}`,
    make: async ({ wish, nth }) => trial.make?.(wish) ?? testAsset(wish, nth),
    sandbox,
  };
}

async function testAsset(wish: MediaAsking['wish'], seed: number): Promise<Asset> {
  const spec = modelSchema.parse({ use: 'scripted' });
  const { bytes } = await scriptedMedia(spec).make({ ...wish, seed }, new AbortController().signal);
  const { kind: _, extension, ...facts } = mediaTypeOf(bytes)!;
  return { path: `assets/${hashText(bytes.join())}.${extension}`, bytes: bytes.length, ...facts };
}

function asReply(said: Said): Reply {
  const base = { finish: 'stop', tokens: { input: 10, output: 10 }, served: 'scripted' } as const;
  if (typeof said === 'string') return { ...base, text: said };
  if ('value' in said) return { ...base, text: JSON.stringify(said.value) };
  return { ...base, text: '', ...said.reply };
}

function testEmbedder(embed: StepTrial['embed']): Embedder {
  const of = embed ?? ((text: string) => [text.length, 1]);
  const unit = (vector: readonly number[]) => {
    const length = Math.hypot(...vector) || 1;
    return Float32Array.from(vector, (value) => value / length);
  };
  return { id: 'test', dimensions: of('').length, embed: async (texts) => texts.map((text) => unit(of(text))) };
}

function memoryFile(path: string, files: Map<string, Buffer>): OutputFile {
  const chunks: Buffer[] = [];
  return {
    write: async (chunk) => void chunks.push(Buffer.from(chunk as Uint8Array)),
    close: async () => {
      const whole = Buffer.concat(chunks);
      files.set(path, whole);
      return { path, bytes: whole.length };
    },
  };
}

const NO_FACTS: RunFacts = {
  recipe: 'test',
  recipeHash: '0'.repeat(64),
  seed: 0,
  models: {},
  counts: [],
  spending: [],
  measures: [],
  files: [],
  language: ['en'],
};
