/** The kernels in plain TypeScript: slower, and the reference that the built ones are held against. */
import type { Kernels } from './kernels.ts';
import { lineKernels } from './scalar/lines.ts';
import { signatureKernels } from './scalar/signatures.ts';
import { textKernels } from './scalar/texts.ts';

export const scalarKernels = (): Kernels => ({
  kind: 'scalar',
  ...lineKernels(),
  ...textKernels(),
  ...signatureKernels(),
});
