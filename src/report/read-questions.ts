/** What was asked of the models: the first answered question of each step, as it was sent. */
import type { Spending } from '../core/step.ts';
import type { Entry } from '../store/ledger.ts';
import type { ShownQuestion } from './report-data.ts';
import { cutText } from './shown-sample.ts';

/** Entries read in search of them; a step that was answered later than this shows none. */
const ENTRIES = 20_000;
const SHOWN = 50;

/** One for each step and model that answered; reading stops when all are found. */
export async function firstQuestions(
  entries: AsyncIterable<Entry>,
  spending: readonly Spending[],
): Promise<readonly ShownQuestion[]> {
  const wanted = new Set(spending.map(({ step, model }) => keyOf(step, model)));
  const found = new Map<string, ShownQuestion>();
  let read = 0;
  for await (const entry of entries) {
    const key = keyOf(entry.step, entry.model);
    const question = found.has(key) ? undefined : shown(entry);
    if (question !== undefined) {
      found.set(key, question);
      wanted.delete(key);
    }
    if (wanted.size === 0 || found.size >= SHOWN || ++read >= ENTRIES) break;
  }
  return [...found.values()];
}

const keyOf = (step: string, model: string): string => JSON.stringify([step, model]);

/** Undefined for failures, and for embeddings, which have no messages. */
function shown(entry: Entry): ShownQuestion | undefined {
  if (entry.kind !== 'answer' || !Array.isArray(entry.body.asked?.messages)) return undefined;
  const messages = entry.body.asked.messages.map(({ role, content }) => ({ role, content: cutText(content) }));
  return { step: entry.step, model: entry.model, messages, text: cutText(entry.body.reply.text) };
}
