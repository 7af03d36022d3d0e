/** MTLD: how long a text runs before its words begin to repeat. */

/** Type-token ratio at which a factor ends (McCarthy and Jarvis 2010). */
const FACTOR_RATIO = 0.72;

/**
 * Measure of textual lexical diversity (McCarthy and Jarvis 2010): mean number of words in a row whose type-token
 * ratio stays above 0.72, read forwards and backwards, the unfinished factor at the end counted in part.
 * Typical: 50 to 130 for prose. Undefined when no word repeats, and hence no factor begins.
 */
export function mtld(words: readonly string[]): number | undefined {
  const forwards = factorsOf(words);
  const backwards = factorsOf(words.toReversed());
  if (forwards === 0 || backwards === 0) return undefined;
  return (words.length / forwards + words.length / backwards) / 2;
}

function factorsOf(words: readonly string[]): number {
  const types = new Set<string>();
  let factors = 0;
  let tokens = 0;
  for (const word of words) {
    types.add(word);
    tokens++;
    if (types.size / tokens > FACTOR_RATIO) continue;
    factors++;
    types.clear();
    tokens = 0;
  }
  return tokens === 0 ? factors : factors + (1 - types.size / tokens) / (1 - FACTOR_RATIO);
}
