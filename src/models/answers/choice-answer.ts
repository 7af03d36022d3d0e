/** Finds which of the offered choices a model meant. */

/**
 * The choice that a text names: alone, or with the dressing that models add (`Answer: b.`, quotes, another case,
 * a reason on the next line). Absent when none or more than one is named.
 */
export function readChoice(text: string, choices: readonly string[], repairs: string[]): string | undefined {
  const said = text.trim();
  if (choices.includes(said)) return said;
  const found =
    fromJson(said, choices) ?? exactly(said, choices) ?? onFirstLine(said, choices) ?? onlyNamed(said, choices);
  if (found !== undefined) repairs.push('read the choice out of its text');
  return found;
}

const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^[\s"'“”‘’`*_([{<#>-]+|[\s"'“”‘’`*_)\]}>.,;:!]+$/g, '')
    .replaceAll(/[\s_-]+/g, ' ');

function fromJson(text: string, choices: readonly string[]): string | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const values = Object.values(JSON.parse(text) as object);
    return values.length === 1 && typeof values[0] === 'string' ? exactly(values[0], choices) : undefined;
  } catch {
    return undefined;
  }
}

function exactly(text: string, choices: readonly string[]): string | undefined {
  const wanted = plain(text);
  const found = choices.filter((choice) => plain(choice) === wanted);
  return found.length === 1 ? found[0] : undefined;
}

function onFirstLine(text: string, choices: readonly string[]): string | undefined {
  const line = text.split('\n')[0]!;
  const afterLabel = /^[^\n:]{0,40}:\s*(.+)$/.exec(line)?.[1];
  return exactly(line, choices) ?? (afterLabel === undefined ? undefined : exactly(afterLabel, choices));
}

/** The one choice that is named anywhere, as whole words; a choice inside a longer one that is named does not count. */
function onlyNamed(text: string, choices: readonly string[]): string | undefined {
  let rest = ` ${plain(text).replaceAll(/[^\p{L}\p{N}]+/gu, ' ')} `;
  const named: string[] = [];
  const longestFirst = [...choices].sort((a, b) => b.length - a.length);
  for (const choice of longestFirst) {
    const words = ` ${plain(choice)
      .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()} `;
    if (words.trim() === '' || !rest.includes(words)) continue;
    named.push(choice);
    rest = rest.replaceAll(words, ' ');
  }
  return named.length === 1 ? named[0] : undefined;
}

/** Probabilities of the choices as shares that sum to 1; absent where they say nothing. */
export function sharesOf(
  given: Readonly<Record<string, number>> | undefined,
  choices: readonly string[],
): Readonly<Record<string, number>> | undefined {
  if (given === undefined) return undefined;
  const weights = choices.map((choice) => Math.max(0, given[choice] ?? 0));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (!(sum > 0) || !Number.isFinite(sum)) return undefined;
  return Object.fromEntries(choices.map((choice, index) => [choice, weights[index]! / sum]));
}
