/** The kernels in plain TypeScript: slower, and the reference that the built ones are held against. */
import { makeClasses } from './character-classes.ts';
import type { Kernels } from './kernels.ts';
import { lineKernels } from './scalar/lines.ts';
import { pageKernels } from './scalar/pages.ts';
import { personalKernels } from './scalar/personal.ts';
import { runKernels } from './scalar/plain-words.ts';
import { scatterKernels } from './scalar/scatter.ts';
import { tableKernels } from './scalar/tables.ts';
import { textKernels } from './scalar/texts.ts';
import { vectorKernels } from './scalar/vectors.ts';

export function scalarKernels(): Kernels {
  const classOf = makeClasses();
  return {
    kind: 'scalar',
    ...lineKernels(),
    ...scatterKernels(),
    ...tableKernels(),
    ...textKernels(),
    ...vectorKernels(),
    ...pageKernels(classOf),
    ...runKernels(classOf),
    ...personalKernels(),
  };
}
