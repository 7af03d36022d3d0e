/** A choice among given texts: each is scored as what the model would say next, and the scores make probabilities. */
import type { LlamaModel, Token, TokenBias } from 'node-llama-cpp';
import type { Request } from '../../core/model.ts';
import type { Job } from './batch.ts';
import type { LlamaPlace } from './place.ts';
import type { Effort, Said } from './protocol.ts';
import { commonPrefix } from './seats.ts';

export interface Choosing {
  readonly request: Request & { readonly choices: readonly string[] };
  /** The conversation with each choice as its answer, as tokens, in the order of the choices. */
  readonly endings: readonly (readonly Token[])[];
  /** Tokens of the conversation alone. */
  readonly inputTokens: number;
  readonly model: LlamaModel;
  readonly bias: typeof TokenBias;
  readonly cancelled: () => boolean;
  readonly done: (said: Said, effort: Effort) => void;
  readonly failed: (error: unknown) => void;
}

/** Added to the scores of the tokens asked about, and taken off again: so they are among the few reported. */
const LIFT = 30;

/** Likeliest tokens reported at each position; what lies beyond them is neglected. */
const REPORTED = 1000;

/** Probabilities of the tokens that some choice takes next, by the path that leads there. */
type Known = Map<string, ReadonlyMap<Token, number>>;

/** One pass for the conversation, and one for each choice of several tokens. */
export function choice(choosing: Choosing): Job<LlamaPlace> {
  const { endings } = choosing;
  const common = Math.min(...endings.map((each) => Math.min(commonPrefix(endings[0]!, each), each.length - 1)));
  const prompt = endings[0]!.slice(0, common);
  const tails = endings.map((each) => each.slice(common));
  const left = tails.filter((tail) => tail.length > 1);
  const known: Known = new Map();
  let place: LlamaPlace;
  let held = 0;
  let read = false;

  /** Evaluates tokens; where `paths` has one, asks what comes after it. */
  const pass = async (tokens: readonly Token[], paths: readonly (readonly Token[] | undefined)[]) => {
    const input = tokens.map((token, at) => (paths[at] ? asking(token, nextOf(tails, paths[at]), choosing) : token));
    const results = await place.sequence.controlledEvaluate(input);
    results.forEach((result, at) => {
      const path = paths[at];
      const seen = result?.next.probabilities;
      if (path && seen) known.set(path.join(), lowered(seen, nextOf(tails, path)));
    });
  };
  return {
    prompt,
    begin(given, kept) {
      [place, held] = [given, kept];
    },
    async step() {
      if (!read) {
        read = true;
        const rest = prompt.slice(held);
        await pass(rest, [...rest.slice(1).map(() => undefined), []]);
      } else {
        const tail = left.shift()!.slice(0, -1);
        await place.keep(prompt.length);
        await pass(
          tail,
          tail.map((_, at) => tail.slice(0, at + 1)),
        );
      }
      return left.length === 0;
    },
    done: () =>
      choosing.done(verdict(choosing, tails, known), { prompt: prompt.length, evaluated: prompt.length - held }),
    failed: choosing.failed,
    get cancelled() {
      return choosing.cancelled();
    },
  };
}

/** Tokens that some tail takes after a path, each once. */
function nextOf(tails: readonly (readonly Token[])[], path: readonly Token[]): Token[] {
  const next = tails.flatMap((tail) =>
    tail.length > path.length && commonPrefix(tail, path) === path.length ? [tail[path.length]!] : [],
  );
  return [...new Set(next)];
}

function asking(token: Token, next: Token[], { model, bias }: Choosing) {
  const options = {
    temperature: 1,
    topP: 1,
    minP: 0,
    topK: REPORTED,
    tokenBias: bias.for(model).set(next, { logit: LIFT }),
  };
  return [token, { generateNext: { probabilities: true, options } }] as [Token, { generateNext: object }];
}

/** The model's own probabilities of `next`, the lift taken off. */
export function lowered(seen: ReadonlyMap<Token, number>, next: readonly Token[]): ReadonlyMap<Token, number> {
  const asked = new Set(next);
  const weigh = (token: Token, weight: number) => (asked.has(token) ? weight * Math.exp(-LIFT) : weight);
  let sum = 0;
  for (const [token, weight] of seen) sum += weigh(token, weight);
  return new Map(next.map((token) => [token, weigh(token, seen.get(token) ?? 0) / sum]));
}

/** Natural logarithms of each token of a tail; a tail that others go beyond must also end where it ends. */
export function tailLogprobs(
  tails: readonly (readonly Token[])[],
  known: ReadonlyMap<string, ReadonlyMap<Token, number>>,
) {
  const log = (share: number) => Math.log(Math.max(share, 1e-300));
  return tails.map((tail) => {
    const steps = tail.map((token, at) => log(known.get(tail.slice(0, at).join())?.get(token) ?? 0));
    const beyond = [...(known.get(tail.join())?.values() ?? [])].reduce((sum, share) => sum + share, 0);
    return { steps, total: steps.reduce((sum, step) => sum + step, 0) + log(1 - beyond) };
  });
}

function verdict({ request, inputTokens }: Choosing, tails: readonly (readonly Token[])[], known: Known): Said {
  const scored = tailLogprobs(tails, known);
  const shares = softmax(scored.map(({ total }) => total));
  const at = pick(shares, request.temperature ?? 0, request.seed);
  const probabilities: Record<string, number> = {};
  request.choices.forEach((name, index) => {
    probabilities[name] = (probabilities[name] ?? 0) + shares[index]!;
  });
  return {
    text: request.choices[at]!,
    finish: 'stop',
    tokens: { input: inputTokens, output: tails[at]!.length },
    probabilities,
    ...(request.logprobs === true && { logprobs: scored[at]!.steps }),
  };
}

function softmax(logs: readonly number[]): number[] {
  const top = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - top));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

/** The likeliest at temperature 0; above, one drawn by the seed. */
export function pick(shares: readonly number[], temperature: number, seed: number): number {
  if (temperature <= 0) return shares.indexOf(Math.max(...shares));
  const heated = softmax(shares.map((share) => Math.log(Math.max(share, 1e-300)) / temperature));
  // One step of splitmix32: neighbouring seeds give unrelated draws.
  let mixed = (seed + 0x9e3779b9) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  let mark = ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  for (const [at, share] of heated.entries()) {
    mark -= share;
    if (mark < 0) return at;
  }
  return shares.length - 1;
}
