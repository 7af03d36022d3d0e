/** Names of the signs by which a critic tells texts apart: short, and in words. */

/** Letters as far as words are concerned, and in no text: what stands for the rest of a word, and for both ends of a text. */
export const [REST, EDGE] = ['ˑ', 'ˮ'];

/** Likewise for a word by its form. */
export const FORMS = { small: 'ʹ', capital: 'ʺ', capitals: 'ʻ', number: 'ʼ' } as const;

const FORM_NAMES: Readonly<Record<string, readonly [short: string, words: string]>> = {
  [FORMS.small]: ['aa', 'a word in small letters'],
  [FORMS.capital]: ['Aa', 'a word with a capital'],
  [FORMS.capitals]: ['AA', 'a word in capitals'],
  [FORMS.number]: ['9', 'a number'],
};

export interface Sign {
  /**
   * `␣` is the edge of a word, `·` a place within one, `…` the rest of one, `¦` the edge of the text; `aa`, `Aa`, `AA` and `9`
   * are words by their form.
   */
  readonly short: string;
  /** As in `words that end in “nt”`. */
  readonly words: string;
}

/** A run of characters within a word and the blanks around it. */
export function partSign(run: string): Sign {
  const [begins, ends] = [run.startsWith(' '), run.endsWith(' ')];
  const part = run.trim();
  return { short: `${begins ? '␣' : '·'}${part}${ends ? '␣' : '·'}`, words: partInWords(part, begins, ends) };
}

function partInWords(part: string, begins: boolean, ends: boolean): string {
  if (begins && ends) return tokenInWords(part);
  if (begins) return `words that begin with “${part}”`;
  return ends ? `words that end in “${part}”` : `words with “${part}” in them`;
}

/** A run of words and marks. */
export function runSign(run: string): Sign {
  const short = Object.entries(FORM_NAMES).reduce((told, [form, [name]]) => told.replaceAll(form, name), run);
  return { short: short.replaceAll(REST, '…').replaceAll(EDGE, '¦'), words: runInWords(run.trim().split(' ')) };
}

function runInWords(tokens: readonly string[]): string {
  if (tokens[0] === EDGE) return `texts that begin with ${runInWords(tokens.slice(1))}`;
  if (tokens.at(-1) === EDGE) return `texts that end with ${runInWords(tokens.slice(0, -1))}`;
  const isPlain = tokens.every((token) => FORM_NAMES[token] === undefined && !token.startsWith(REST));
  if (isPlain && tokens.length > 1) return `“${tokens.join(' ')}”`;
  return tokens.map(tokenInWords).join(', then ');
}

function tokenInWords(token: string): string {
  if (token.startsWith(REST)) return `a word that ends in “${token.slice(REST.length)}”`;
  return FORM_NAMES[token]?.[1] ?? (/^[\p{L}\p{M}\p{N}]/u.test(token) ? `the word “${token}”` : `the mark “${token}”`);
}

/** Of texts of so many words: `23 to 31 words`. */
export function lengthSign(from: number, to: number): Sign {
  const words =
    to === Number.POSITIVE_INFINITY ? `${from} words or more` : from >= to ? `${from} words` : `${from} to ${to} words`;
  return { short: words, words: `a length of ${words}` };
}
