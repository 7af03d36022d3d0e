/** The kernels in WebAssembly: batches are copied into its memory, and what it finds is copied out. */
import type { Kernels } from './kernels.ts';
import { type LineFunctions, lineKernels } from './wasm/lines.ts';
import { openBench } from './wasm/module.ts';
import { type SignatureFunctions, signatureKernels } from './wasm/signatures.ts';
import { type TextFunctions, textKernels } from './wasm/texts.ts';

/** Throws where WebAssembly or its SIMD is missing. */
export function wasmKernels(): Kernels {
  const bench = openBench<LineFunctions | TextFunctions | SignatureFunctions>();
  return { kind: 'wasm', ...lineKernels(bench), ...textKernels(bench), ...signatureKernels(bench) };
}
