/** n-grams: runs of n words. */

/** Every run of `n` words, joined by a space; none when there are fewer words. */
export function* ngramsOf(words: readonly string[], n: number): Iterable<string> {
  for (let end = n; end <= words.length; end++) yield words.slice(end - n, end).join(' ');
}

/**
 * Distinct-n (Li et al. 2016): different n-grams over all n-grams of the texts together. (0, 1]; 1 when there are none.
 * It falls as there are more texts, so compare it between datasets of one size only.
 */
export function distinct(texts: readonly (readonly string[])[], n: number): number {
  const seen = new Set<string>();
  let total = 0;
  for (const words of texts)
    for (const ngram of ngramsOf(words, n)) {
      seen.add(ngram);
      total++;
    }
  return total === 0 ? 1 : seen.size / total;
}

export interface SelfRepetition {
  /** Salkar et al. 2022: mean over texts of ln(1 + occurrences of its n-grams in other texts); 0 and up. */
  readonly score: number;
  /** Share of all different n-grams of all texts that stand in another text too; 0 to 1. */
  readonly share: number;
}

/** How much texts repeat one another; an n-gram counts once in a text. */
export function selfRepetition(texts: readonly (readonly string[])[], n = 4): SelfRepetition {
  const ngrams = texts.map((words) => new Set(ngramsOf(words, n)));
  const textsWith = new Map<string, number>();
  for (const set of ngrams) for (const ngram of set) textsWith.set(ngram, (textsWith.get(ngram) ?? 0) + 1);
  let score = 0;
  let repeated = 0;
  let total = 0;
  for (const set of ngrams) {
    let elsewhere = 0;
    for (const ngram of set) {
      const others = (textsWith.get(ngram) as number) - 1;
      elsewhere += others;
      if (others > 0) repeated++;
    }
    total += set.size;
    score += Math.log(elsewhere + 1);
  }
  return { score: texts.length === 0 ? 0 : score / texts.length, share: total === 0 ? 0 : repeated / total };
}
