/** Opens the kernels of the kind that this machine runs. */
import type { Kernels } from './kernels.ts';
import { scalarKernels } from './scalar.ts';
import { wasmKernels } from './wasm.ts';

/** `auto`: WebAssembly wherever it runs. Takes a millisecond or two. */
export function openKernels(kind: Kernels['kind'] | 'auto' = 'auto'): Kernels {
  if (kind === 'scalar') return scalarKernels();
  try {
    return wasmKernels();
  } catch (error) {
    if (kind === 'wasm') throw error;
    return scalarKernels(); // no WebAssembly, or none with SIMD
  }
}

/** Sets of this thread, opened on first use: they keep nothing of one text for the next. */
const atHand: Partial<Record<Kernels['kind'] | 'auto', Kernels>> = {};

/** A set that many use, one after another. */
export function kernelsAtHand(kind: Kernels['kind'] | 'auto' = 'auto'): Kernels {
  atHand[kind] ??= openKernels(kind);
  return atHand[kind];
}
