/** The WebAssembly module: compiled once a process, with a memory of its own for each use. */
import { kernelBytes } from '../bytes.ts';
import { type Memory, makeRegions, type Regions } from './regions.ts';

/** Functions of `assembly/index.ts`; all that they take is addresses, lengths and numbers. */
type Functions<Name extends string> = Readonly<Record<Name, (...of: readonly number[]) => number>>;

/** An instance and the regions of its memory, for kernels that use the functions named. */
export interface Bench<Name extends string> {
  readonly exports: Functions<Name>;
  readonly regions: Regions;
}

/** What is used of the global `WebAssembly`. */
interface Engine {
  readonly WebAssembly: {
    readonly Module: new (bytes: Uint8Array) => object;
    readonly Instance: new (module: object) => { readonly exports: object };
  };
}

/** Loads of 16 bytes may begin at the last byte of what is read, stores of 16 at the last of what is written. */
export const SLACK = 32;

/** It never changes, and what runs often is compiled better in time. */
const compiled: { module?: object } = {};

/** Throws where WebAssembly or its SIMD is missing. */
export function openBench<Name extends string>(): Bench<Name> {
  const { WebAssembly } = globalThis as unknown as Engine;
  compiled.module ??= new WebAssembly.Module(Buffer.from(kernelBytes, 'base64'));
  const exports = new WebAssembly.Instance(compiled.module).exports as Functions<Name> & { readonly memory: Memory };
  return { exports, regions: makeRegions(exports.memory) };
}
