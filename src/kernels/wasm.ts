/** The kernels in WebAssembly: batches are copied into its memory, and what it finds is copied out. */
import type { Kernels } from './kernels.ts';
import { scalarKernels } from './scalar.ts';
import { type LineFunctions, lineKernels } from './wasm/lines.ts';
import { openBench } from './wasm/module.ts';
import { pageKernels } from './wasm/pages.ts';
import { type PersonalFunctions, personalKernels } from './wasm/personal.ts';
import { runKernels } from './wasm/plain-words.ts';
import { scatterKernels } from './wasm/scatter.ts';
import { makeLend, type ScratchFunctions } from './wasm/scratch.ts';
import { type TableFunctions, tableKernels } from './wasm/tables.ts';
import { type TextFunctions, textKernels } from './wasm/texts.ts';
import { type VectorFunctions, vectorKernels } from './wasm/vectors.ts';

/** Throws where WebAssembly or its SIMD is missing. */
export function wasmKernels(): Kernels {
  const bench = openBench<
    LineFunctions | PersonalFunctions | ScratchFunctions | TableFunctions | TextFunctions | VectorFunctions
  >();
  const lend = makeLend(bench);
  return {
    kind: 'wasm',
    ...lineKernels(bench, lend),
    ...scatterKernels(),
    ...tableKernels(bench),
    ...textKernels(bench, lend, scalarKernels()),
    ...vectorKernels(bench),
    ...pageKernels(scalarKernels()),
    ...runKernels(),
    ...personalKernels(bench, scalarKernels()),
  };
}
