/** A free or grammar-bound answer, one token a pass. */
import type { Llama, LlamaGrammar, LlamaModel, Token } from 'node-llama-cpp';
import type { Finish, Request } from '../../core/model.ts';
import type { Job } from './batch.ts';
import type { LlamaPlace } from './place.ts';
import type { Effort, Said } from './protocol.ts';
import { samplingOf } from './sampling.ts';

export interface Drawing {
  readonly request: Request;
  readonly prompt: Token[];
  readonly model: LlamaModel;
  /** Makes a fresh walk through the grammar; absent without a schema. */
  readonly grammar: LlamaGrammar | undefined;
  /** Stop texts of the request and of the template. */
  readonly stops: readonly string[];
  /** The answer begins a turn: the space that tokenisers put before a first word is not part of it. */
  readonly newTurn: boolean;
  readonly cancelled: () => boolean;
  readonly done: (said: Said, effort: Effort) => void;
  readonly failed: (error: unknown) => void;
}

/** What is drawn so far. */
interface Drawn {
  readonly tokens: Token[];
  readonly logprobs: number[];
}

/** @param walk class of grammar states, from the runtime's module. */
export function generation(
  drawing: Drawing,
  walk: typeof import('node-llama-cpp').LlamaGrammarEvaluationState,
): Job<LlamaPlace> {
  const { request, prompt, model } = drawing;
  const drawn: Drawn = { tokens: [], logprobs: [] };
  let tokens: AsyncGenerator<{ token: Token; confidence: number }, void>;
  let room = 0;
  let evaluated = 0;
  let finish: Finish = 'stop';
  const step = async () => {
    const { value } = await tokens.next();
    if (value === undefined) return true;
    drawn.tokens.push(value.token);
    drawn.logprobs.push(Math.log(Math.max(value.confidence, Number.MIN_VALUE)));
    if (stopIn(textOf(drawing, drawn.tokens), drawing.stops) !== undefined) return true;
    finish = drawn.tokens.length >= room ? 'length' : 'stop';
    return finish === 'length';
  };
  return {
    prompt,
    begin({ sequence }, shared) {
      evaluated = prompt.length - shared;
      room = Math.min(request.maxTokens, sequence.contextSize - prompt.length);
      const grammar = drawing.grammar && { grammarEvaluationState: new walk({ model, grammar: drawing.grammar }) };
      const options = { ...samplingOf(request, drawn.tokens), ...grammar };
      tokens = sequence.evaluateWithMetadata(prompt.slice(shared), { confidence: true }, options);
    },
    step,
    done() {
      void tokens?.return();
      drawing.done(saidOf(drawing, drawn, finish), { prompt: prompt.length, evaluated });
    },
    failed(error) {
      void tokens?.return();
      drawing.failed(error);
    },
    get cancelled() {
      return drawing.cancelled();
    },
  };
}

function saidOf(drawing: Drawing, drawn: Drawn, finish: Finish): Said {
  const whole = textOf(drawing, drawn.tokens);
  const end = stopIn(whole, drawing.stops);
  // An answer cut within a character ends in a replacement mark that the model did not write.
  const text = end !== undefined ? whole.slice(0, end) : finish === 'length' ? whole.replace(/\uFFFD+$/, '') : whole;
  return {
    text: drawing.newTurn ? text.trimStart() : text,
    finish,
    tokens: { input: drawing.prompt.length, output: drawn.tokens.length },
    ...(drawing.request.logprobs === true && { logprobs: drawn.logprobs }),
  };
}

const textOf = ({ model, prompt }: Drawing, tokens: readonly Token[]) =>
  model.detokenize(tokens, false, prompt.slice(-8));

/** Where the earliest stop text begins. */
function stopIn(text: string, stops: readonly string[]): number | undefined {
  const found = stops.map((stop) => text.indexOf(stop)).filter((at) => at >= 0);
  return found.length === 0 ? undefined : Math.min(...found);
}

/** Grammars by their schema; made once each, the oldest forgotten beyond `most`. */
export function grammarStore(llama: Llama, write: (schema: NonNullable<Request['schema']>) => string, most = 64) {
  const known = new Map<string, Promise<LlamaGrammar>>();
  return (schema: Request['schema']): Promise<LlamaGrammar> | undefined => {
    if (schema === undefined) return undefined;
    const key = JSON.stringify(schema);
    const had = known.get(key);
    if (had !== undefined) return had;
    const made = llama.createGrammar({ grammar: write(schema) });
    known.set(key, made);
    if (known.size > most) known.delete(known.keys().next().value!);
    return made;
  };
}
