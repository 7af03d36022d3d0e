/** Whether the model that answered is the one that was asked for. */

/** What providers append to a name for one of its versions: a date, a build number, `latest`, `preview`. */
const VERSION =
  /^[-@:._](\d{4}-?\d{2}-?\d{2}|\d{2}-\d{2}|\d{2}-\d{4}|\d{3,4}|latest|preview(-[\d-]+)?|exp(-[\d-]+)?|v\d+|\d{3}-latest)$/;

/** True when `name` is `base` with a version behind it: `gpt-4o-2024-08-06` of `gpt-4o`, but not `gpt-4o-mini`. */
export const isVersionOf = (name: string, base: string): boolean =>
  name.startsWith(base) && VERSION.test(name.slice(base.length));

/**
 * True when `served` may answer for `asked`. Owners in front (`openai/`), paths and `.gguf` of local files, tags
 * behind a colon (`:free`, `:latest`), case, and version suffixes on either side do not matter.
 */
export function isServedFor(asked: string, served: string): boolean {
  const [a, b] = [plain(asked), plain(served)];
  if (a === b || isVersionOf(a, b) || isVersionOf(b, a)) return true;
  const [withoutA, withoutB] = [a.split(':')[0]!, b.split(':')[0]!];
  const tagged = a.includes(':') !== b.includes(':');
  return tagged && (withoutA === withoutB || isVersionOf(withoutA, withoutB) || isVersionOf(withoutB, withoutA));
}

const plain = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/^.*[/\\]/, '')
    .replace(/\.gguf$/, '');
