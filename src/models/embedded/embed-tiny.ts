/** GGUF files of a tiny model with random weights, for tests: the whole way is gone without weights of anybody's. */
// Source: the GGUF specification (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md), and llama.cpp's names of tensors.
import { writeFile } from 'node:fs/promises';

type Value = number | boolean | string | { readonly float: number } | readonly string[] | Float32Array | Int32Array;

interface Tensor {
  readonly name: string;
  /** Fastest first. */
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export interface TinyOptions {
  /** A causal model as chat models are, or an encoder. */
  readonly architecture: 'llama' | 'bert';
  /** Metadata besides, such as `bert.pooling_type`. */
  readonly more?: Readonly<Record<string, Value>>;
  /** Its attention says nothing: no token knows of another. */
  readonly isBlind?: boolean;
}

export const TINY_DIMENSIONS = 32;
const HIDDEN = 64;
const CONTEXT = 512;

export const writeTiny = (path: string, options: TinyOptions): Promise<void> =>
  writeFile(path, ggufBytes(metadataOf(options), tensorsOf(options)));

function metadataOf({ architecture: of, more }: TinyOptions): Readonly<Record<string, Value>> {
  const tokens = of === 'llama' ? llamaTokens : bertTokens;
  const norm = of === 'llama' ? 'layer_norm_rms_epsilon' : 'layer_norm_epsilon';
  return {
    'general.architecture': of,
    [`${of}.context_length`]: CONTEXT,
    [`${of}.embedding_length`]: TINY_DIMENSIONS,
    [`${of}.block_count`]: 1,
    [`${of}.feed_forward_length`]: HIDDEN,
    [`${of}.attention.head_count`]: 2,
    [`${of}.attention.${norm}`]: { float: 1e-5 },
    ...(of === 'bert' && { 'bert.attention.causal': false, 'tokenizer.ggml.token_type_count': 1 }),
    'tokenizer.ggml.model': of,
    'tokenizer.ggml.tokens': tokens,
    'tokenizer.ggml.scores': new Float32Array(tokens.length),
    'tokenizer.ggml.token_type': Int32Array.from(tokens, typeOf),
    ...(of === 'llama'
      ? { 'tokenizer.ggml.bos_token_id': 1, 'tokenizer.ggml.eos_token_id': 2, 'tokenizer.ggml.unknown_token_id': 0 }
      : {
          'tokenizer.ggml.padding_token_id': 0,
          'tokenizer.ggml.unknown_token_id': 1,
          'tokenizer.ggml.bos_token_id': 2,
          'tokenizer.ggml.seperator_token_id': 3, // as the specification spells it
          'tokenizer.ggml.mask_token_id': 4,
        }),
    ...more,
  };
}

const letters = [...'abcdefghijklmnopqrstuvwxyz0123456789.,:"!?'];
const bytes = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
const llamaTokens = ['<unk>', '<s>', '</s>', ...bytes, '▁', ...letters];
const bertTokens = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...letters.map((sign) => `▁${sign}`), ...letters];

/** llama.cpp's token types: 1 normal, 2 unknown, 3 control, 6 byte. */
function typeOf(token: string): number {
  if (token.startsWith('<0x')) return 6;
  if (token === '<unk>' || token === '[UNK]') return 2;
  return /^(<\/?s>|\[[A-Z]+\])$/.test(token) ? 3 : 1;
}

function tensorsOf({ architecture, isBlind = false }: TinyOptions): Tensor[] {
  const draw = drawer();
  const of = (name: string, ...shape: number[]): Tensor => {
    const size = shape.reduce((product, length) => product * length, 1);
    const isNorm = /norm\.weight$/.test(name);
    const value = isBlind && name.includes('attn_output.') ? () => 0 : isNorm ? () => 1 : draw;
    return { name, shape, values: Float32Array.from({ length: size }, value) };
  };
  return architecture === 'llama' ? llamaTensors(of) : bertTensors(of);
}

type Make = (name: string, ...shape: number[]) => Tensor;
const N = TINY_DIMENSIONS;

const llamaTensors = (of: Make): Tensor[] => [
  of('token_embd.weight', N, llamaTokens.length),
  of('output_norm.weight', N),
  of('output.weight', N, llamaTokens.length),
  of('blk.0.attn_norm.weight', N),
  ...['attn_q', 'attn_k', 'attn_v', 'attn_output'].map((name) => of(`blk.0.${name}.weight`, N, N)),
  of('blk.0.ffn_norm.weight', N),
  ...['ffn_gate', 'ffn_up'].map((name) => of(`blk.0.${name}.weight`, N, HIDDEN)),
  of('blk.0.ffn_down.weight', HIDDEN, N),
];

function bertTensors(of: Make): Tensor[] {
  const norm = (name: string) => [of(`${name}.weight`, N), of(`${name}.bias`, N)];
  const layer = (name: string, from = N, to = N) => [
    of(`blk.0.${name}.weight`, from, to),
    of(`blk.0.${name}.bias`, to),
  ];
  return [
    of('token_embd.weight', N, bertTokens.length),
    of('token_types.weight', N, 1),
    of('position_embd.weight', N, CONTEXT),
    ...norm('token_embd_norm'),
    ...['attn_q', 'attn_k', 'attn_v', 'attn_output'].flatMap((name) => layer(name)),
    ...norm('blk.0.attn_output_norm'),
    ...layer('ffn_up', N, HIDDEN),
    ...layer('ffn_down', HIDDEN, N),
    ...norm('blk.0.layer_output_norm'),
  ];
}

/** From -0.5 to 0.5, the same every time (Park and Miller's generator). */
function drawer(): () => number {
  let state = 7;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647 - 0.5;
  };
}

const ALIGNMENT = 32;
const TYPE = { uint32: 4, int32: 5, float32: 6, bool: 7, string: 8, array: 9 } as const;

function ggufBytes(metadata: Readonly<Record<string, Value>>, tensors: readonly Tensor[]): Buffer {
  const entries = Object.entries(metadata);
  const head = [Buffer.from('GGUF'), uint32(3), uint64(tensors.length), uint64(entries.length)];
  for (const [key, value] of entries) head.push(text(key), ...typed(value));
  let at = 0;
  for (const { name, shape, values } of tensors) {
    head.push(text(name), uint32(shape.length), ...shape.map(uint64), uint32(0), uint64(at)); // 0: float32
    at += padded(values.byteLength);
  }
  const whole = Buffer.concat(head);
  return Buffer.concat([fill(whole), ...tensors.map(({ values }) => fill(Buffer.from(values.buffer)))]);
}

function typed(value: Value): Buffer[] {
  if (typeof value === 'string') return [uint32(TYPE.string), text(value)];
  if (typeof value === 'boolean') return [uint32(TYPE.bool), Buffer.of(value ? 1 : 0)];
  if (typeof value === 'number') return [uint32(TYPE.uint32), uint32(value)];
  if (value instanceof Float32Array || value instanceof Int32Array) {
    const type = value instanceof Float32Array ? TYPE.float32 : TYPE.int32;
    return [uint32(TYPE.array), uint32(type), uint64(value.length), Buffer.from(value.buffer)];
  }
  if ('float' in value) return [uint32(TYPE.float32), Buffer.from(Float32Array.of(value.float).buffer)];
  return [uint32(TYPE.array), uint32(TYPE.string), uint64(value.length), ...value.map(text)];
}

const uint32 = (value: number): Buffer => Buffer.from(Uint32Array.of(value).buffer);
const uint64 = (value: number): Buffer => Buffer.from(BigUint64Array.of(BigInt(value)).buffer);
const text = (value: string): Buffer => Buffer.concat([uint64(Buffer.byteLength(value)), Buffer.from(value)]);
const padded = (size: number): number => Math.ceil(size / ALIGNMENT) * ALIGNMENT;
const fill = (part: Buffer): Buffer => Buffer.concat([part, Buffer.alloc(padded(part.length) - part.length)]);
