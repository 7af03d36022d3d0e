/** The text within a value. */

/** A text as it is; of a list or an object the texts within it, a line each; '' of all else. Names of keys do not count. */
export function innerText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || typeof value !== 'object') return '';
  return Object.values(value)
    .map(innerText)
    .filter((text) => text !== '')
    .join('\n');
}
