/** Which idle sequences to evaluate along with the busy ones, so that these form long runs. */
// llama.cpp evaluates several sequences in one pass only if their numbers follow one another; a gap splits the pass.
// A pass costs about one unit a token up to four, and from then on 3.5 units and a seventh for each token: measured
// with TinyLlama IQ2_XXS on one core (1: 43 ms, 4: 165, 8: 188, 16: 248, 32: 354). Filling a small gap is cheaper.

/** Cost of one pass over `tokens` sequences, in passes of one. */
const costOf = (tokens: number) => (tokens < 4 ? tokens : Math.min(tokens, 3.5 + tokens / 7));

/**
 * Idle numbers worth a throw-away token.
 * @param busy ascending.
 */
export function gapsToFill(busy: readonly number[]): number[] {
  const runs = runsOf(busy);
  // best[i]: cheapest way to evaluate the first i runs; its last pass begins with run cut[i].
  const best = [0];
  const cut = [0];
  for (let end = 1; end <= runs.length; end++) {
    best[end] = Number.POSITIVE_INFINITY;
    for (let begin = 0; begin < end; begin++) {
      const cost = best[begin]! + costOf(runs[end - 1]!.end - runs[begin]!.begin);
      if (cost < best[end]!) [best[end], cut[end]] = [cost, begin];
    }
  }
  const fill: number[] = [];
  for (let end = runs.length; end > 0; end = cut[end]!) {
    for (let at = cut[end]! + 1; at < end; at++) {
      for (let gap = runs[at - 1]!.end; gap < runs[at]!.begin; gap++) fill.push(gap);
    }
  }
  return fill.sort((a, b) => a - b);
}

/** Runs of consecutive numbers; `end` is exclusive. */
function runsOf(busy: readonly number[]): { begin: number; end: number }[] {
  const runs: { begin: number; end: number }[] = [];
  for (const at of busy) {
    const last = runs.at(-1);
    if (last?.end === at) last.end++;
    else runs.push({ begin: at, end: at + 1 });
  }
  return runs;
}
