/** The texts that critics learn from: a bounded choice of real and synthetic ones that does not depend on their order. */
import type { Pool } from '../../asking/real-critic.ts';
import type { Dataset } from '../../core/sample.ts';
import { keepSmallestIds } from '../../math/smallest-ids.ts';
import { innerText } from '../../text/inner-text.ts';

interface Drawn {
  readonly id: string;
  readonly text: string;
}

/** Of each kind those with the smallest ids, which is a choice by chance; blank texts are left out. */
export async function gatherPool(
  samples: Dataset,
  { field, most }: { readonly field: string; readonly most: number },
  signal: AbortSignal,
): Promise<Pool> {
  const kinds: [synthetic: Drawn[], real: Drawn[]] = [[], []];
  for await (const { id, data, origin } of samples) {
    signal.throwIfAborted();
    const text = innerText(data[field]).trim();
    if (text === '') continue;
    const own = kinds[origin.real ? 1 : 0];
    own.push({ id, text });
    if (own.length >= 2 * most) keepSmallestIds(own, most);
  }
  for (const own of kinds) keepSmallestIds(own, most);
  const drawn = kinds.flat();
  return {
    texts: drawn.map(({ text }) => text),
    labels: Uint8Array.from(drawn, (_, row) => (row < kinds[0].length ? 0 : 1)),
    real: kinds[1].length,
  };
}
