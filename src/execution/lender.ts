/** Lends models to steps: remembers every answer, keeps the budget, and asks only what the ledger does not hold. */
import { bug, type Fault, type FaultCode, Fault as FaultError } from '../core/errors.ts';
import type { Answer, Backend, Embedder, Request } from '../core/model.ts';
import { canonical, hashText, type ModelSpec } from '../core/recipe.ts';
import { costOf, type Price } from '../models/prices.ts';
import { askStructured, type Bought } from '../models/structured.ts';
import { estimatePrompt } from '../models/token-estimate.ts';
import type { Entry, EntryHead, Ledger } from '../store/ledger.ts';
import type { BudgetWall, Cost } from './budget.ts';
import type { Asking, Lender } from './scope.ts';

/** A role's model, opened. */
export interface OpenModel {
  readonly spec: ModelSpec;
  readonly backend: Backend;
  /** Absent when nobody knows it; calls are then booked at 0 dollars. */
  readonly price: Price | undefined;
}

export interface Desk {
  readonly models: ReadonlyMap<string, OpenModel>;
  readonly embedders: ReadonlyMap<string, Embedder>;
  readonly ledger: Ledger;
  readonly budget: BudgetWall;
  readonly signal: AbortSignal;
  /** Questions that failed in an earlier run are asked again. */
  readonly retryFailed: boolean;
  readonly tally: Tally;
}

/** Of this process: for the progress display and the manifest. */
export interface Tally {
  calls: number;
  reused: number;
  inFlight: number;
}

/** A lender for one step; only roles that it declared are lent. */
export function makeLender(desk: Desk, step: string, roles: readonly string[]): Lender {
  const lent = <T>(shelf: ReadonlyMap<string, T>, role: string): T => {
    const model = shelf.get(role);
    if (model === undefined || !roles.includes(role)) throw bug('not-lent', { step, what: `the model \`${role}\`` });
    return model;
  };
  return {
    modelId: (role) => lent(desk.models, role).backend.id,
    embedder: (role) => lent(desk.embedders, role),
    ask: (asking) => ask({ desk, model: lent(desk.models, asking.role), asking }),
  };
}

interface Task<Value> {
  readonly desk: Desk;
  readonly model: OpenModel;
  readonly asking: Asking<Value>;
}

async function ask<Value>(task: Task<Value>): Promise<Answer<Value>> {
  const { desk, model, asking } = task;
  const key = questionKey(task);
  const earlier = await desk.ledger.find(key);
  const generation = generationAfter(earlier, desk.retryFailed);
  const { spec, backend } = model;
  try {
    const answer = await askStructured(asking.question, {
      can: backend.can,
      id: backend.id,
      maxTokens: spec.maxTokens,
      temperature: spec.temperature,
      complete: (request, nth) => buy(task, request, hashText(`${key} ${generation} ${nth} ${canonical(request)}`, 32)),
    });
    if (generation > 0 && !isMended(earlier)) await note(task, key, { code: 'mended', message: '', generation });
    return answer;
  } catch (error) {
    if (isLasting(error)) {
      const { code, message, raw } = error;
      await note(task, key, { code, message, generation, ...(raw !== undefined && { raw }) });
    }
    throw error;
  }
}

/** Names a question: who is asked what, by which step, for which sample, for the how-manieth time. */
function questionKey<Value>({ model, asking }: Task<Value>): string {
  const { place, role, nth, question } = asking;
  const asked = { ...question, schema: question.schema === undefined ? undefined : 'schema' };
  return hashText(canonical([model.backend.id, place.step, place.sample, role, nth, asked]), 32);
}

const isMended = (entry: Entry | undefined) => entry?.kind === 'failure' && entry.body.code === 'mended';

/** Under which generation to ask; throws the failure of an earlier run unless failures are to be driven again. */
function generationAfter(earlier: Entry | undefined, retryFailed: boolean): number {
  if (earlier?.kind !== 'failure') return 0;
  const { code, message, raw, generation } = earlier.body;
  if (isMended(earlier)) return generation;
  if (!retryFailed) throw new FaultError(code as FaultCode, message, { raw });
  return generation + 1;
}

/** Failures of the question itself; a stop, a spent budget or a lost account say nothing about it. */
const isLasting = (error: unknown): error is Fault =>
  error instanceof FaultError && error.remedy !== 'halt' && error.code !== 'budget-spent';

async function note<Value>(
  task: Task<Value>,
  key: string,
  body: { code: string; message: string; generation: number; raw?: string },
  paid?: { fact: Cost; input: number; output: number },
): Promise<void> {
  const at = new Date().toISOString();
  const bill = paid && { inputTokens: paid.input, outputTokens: paid.output, costUsd: paid.fact.usd };
  await task.desk.ledger.store({ ...headOf(task, key), ...bill, kind: 'failure', body: { ...body, at } });
}

const headOf = <Value>({ model, asking }: Task<Value>, key: string): EntryHead => ({
  key,
  step: asking.place.step,
  sample: asking.place.sample,
  role: asking.role,
  model: model.backend.id,
  inputTokens: 0,
  outputTokens: 0,
  costUsd: 0,
});

/** One call's answer: from the ledger, or paid for and stored before anyone uses it. */
async function buy<Value>(task: Task<Value>, request: Request, key: string): Promise<Bought> {
  const { desk, model } = task;
  const held = await desk.ledger.find(key);
  if (held?.kind === 'answer') {
    desk.tally.reused++;
    return { ...held.body.reply, costUsd: 0, cached: true };
  }
  const worst = worstCost(model.price, request);
  await desk.budget.reserve(worst);
  let fact: Cost = { usd: 0, tokens: 0, calls: 0 };
  desk.tally.inFlight++;
  try {
    const head = headOf(task, key);
    if (worst.usd > 0) await desk.ledger.sending(head, worst.usd);
    const began = performance.now();
    const seed = Number.parseInt(key.slice(0, 8), 16);
    const reply = await model.backend.complete({ ...request, seed }, desk.signal);
    desk.tally.calls++;
    fact = factCost(model.price, reply);
    await desk.ledger.store(answerEntry({ head, request, reply, fact, ms: performance.now() - began }));
    return { ...reply, costUsd: fact.usd, cached: false };
  } catch (error) {
    if (error instanceof FaultError && error.billed !== undefined) {
      fact = billedCost(model.price, error.billed);
      await note(task, key, { code: error.code, message: error.message, generation: 0 }, { fact, ...error.billed });
    }
    throw error;
  } finally {
    desk.tally.inFlight--;
    desk.budget.settle(worst, fact);
  }
}

function worstCost(price: Price | undefined, request: Request): Cost {
  const input = estimatePrompt(request.messages);
  const usd = price === undefined ? 0 : costOf(price, { input, output: request.maxTokens });
  return { usd, tokens: input + request.maxTokens, calls: 1 };
}

function factCost(price: Price | undefined, { costUsd, tokens }: Awaited<ReturnType<Backend['complete']>>): Cost {
  const usd = costUsd ?? (price === undefined ? 0 : costOf(price, tokens));
  return { usd, tokens: tokens.input + tokens.output, calls: 1 };
}

const billedCost = (price: Price | undefined, billed: { input: number; output: number }): Cost => ({
  usd: price === undefined ? 0 : costOf(price, billed),
  tokens: billed.input + billed.output,
  calls: 1,
});

interface Bill {
  readonly head: EntryHead;
  readonly request: Request;
  readonly reply: Awaited<ReturnType<Backend['complete']>>;
  readonly fact: Cost;
  readonly ms: number;
}

function answerEntry({ head, request, reply, fact, ms }: Bill): Entry {
  const { messages, temperature, maxTokens, schema } = request;
  const asked = {
    messages,
    maxTokens,
    ...(temperature !== undefined && { temperature }),
    ...(schema !== undefined && { structured: true }),
  };
  const { input, output } = reply.tokens;
  const body = { reply, asked, at: new Date().toISOString(), ms: Math.round(ms) };
  return { ...head, kind: 'answer', inputTokens: input, outputTokens: output, costUsd: fact.usd, body };
}
