/** One sequence of a llama.cpp context as a place of the batch. */
import { join } from 'node:path';
import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import type { Place } from './batch.ts';

export interface LlamaPlace extends Place {
  readonly sequence: LlamaContextSequence;
  copyFrom(lender: Place): Promise<void>;
}

/**
 * @param scratch private folder; a state passes through a file there, since the runtime cannot copy between sequences.
 * @param blank the token that `idle` evaluates.
 */
export function llamaPlace(sequence: LlamaContextSequence, scratch: string, blank: Token): LlamaPlace {
  const keep = async (count: number) => {
    const end = sequence.nextTokenIndex;
    if (count < end) await sequence.eraseContextTokenRanges([{ start: count, end }]);
  };
  return {
    sequence,
    canLend: !sequence.needsCheckpoints,
    held: () => sequence.contextTokens,
    keep,
    async copyFrom(lender) {
      const file = join(scratch, `state-${process.pid}`);
      await (lender as LlamaPlace).sequence.saveStateToFile(file);
      await sequence.loadStateFromFile(file, { acceptRisk: true });
    },
    async idle() {
      const end = sequence.nextTokenIndex;
      await sequence.evaluateWithoutGeneratingNewTokens([blank]);
      await keep(end);
    },
  };
}
