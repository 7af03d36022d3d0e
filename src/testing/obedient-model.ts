/** A model that says its few favourites again and again, and obeys when it is shown what is written already. */
import type { Request } from '../core/model.ts';
import { drawOne, seededRandom } from '../math/random.ts';

/** Names that tell themselves apart by any measure. */
export const NAMES: readonly string[] = Array.from({ length: 120 }, (_, at) => `${'ABCDEFGHIJKL'[at % 12]}name${at}`);

/** What a prompt shows under “written already”. */
export const shownIn = (prompt: string): string[] => [...prompt.matchAll(/^- (.+)$/gm)].map(([, text]) => text!);

/** Of the names that it is not shown, how many it takes for the only ones, and how often it thinks of all. */
const FAVOURITES = 12;
const WIDE = 0.08;

/** Its answers are a function of the request alone. */
export function obey(request: Pick<Request, 'messages' | 'seed'>): string {
  const shown = new Set(request.messages.flatMap(({ content }) => shownIn(content)));
  const left = NAMES.filter((name) => !shown.has(name));
  const random = seededRandom(`obey ${request.seed}`);
  return drawOne(random, random() < WIDE ? left : left.slice(0, FAVOURITES));
}
