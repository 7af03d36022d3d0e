/** Looks at JSON text without building its value: where it begins and ends, and which key it repeats. */

/**
 * Where the first object or array of a text begins and ends. Brackets within strings do not count.
 * `end` is absent when the text stops before the value is closed.
 */
export function jsonSpan(text: string): { readonly start: number; readonly end: number | undefined } | undefined {
  const start = firstOpening(text);
  if (start < 0) return undefined;
  const closers: string[] = [];
  for (let at = start; at < text.length; at++) {
    const char = text[at]!;
    if (char === '"' || char === '“') at = endOfString(text, at);
    else if (char === '{') closers.push('}');
    else if (char === '[') closers.push(']');
    else if (char === closers.at(-1)) {
      closers.pop();
      if (closers.length === 0) return { start, end: at + 1 };
    }
  }
  return { start, end: undefined };
}

/** The first key that one object of valid JSON text has twice; escapes are compared as what they mean. */
export function duplicateKey(text: string): string | undefined {
  const objects: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (char === '{') objects.push(new Set());
    else if (char === '[') objects.push(undefined);
    else if (char === '}' || char === ']') objects.pop();
    else if (char === '"') {
      const end = endOfString(text, at);
      const keys = objects.at(-1);
      if (keys !== undefined && isKey(text, end)) {
        const raw = text.slice(at + 1, end);
        const key = raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw;
        if (keys.has(key)) return key;
        keys.add(key);
      }
      at = end;
    }
  }
  return undefined;
}

/** An opening bracket that JSON could follow: `[1]` as a footnote in prose would, so objects go first. */
function firstOpening(text: string): number {
  const object = text.search(/\{\s*(["“'}]|[A-Za-z_$][\w$]*\s*:)/);
  const array = text.search(/\[\s*[[{"“\]\-\dtfn]/);
  if (object < 0) return array;
  return array >= 0 && array < object && text.slice(array + 1, object).trim() === '' ? array : object;
}

/** Where the string that begins at `start` is closed; a typographic quote is closed by either kind. */
function endOfString(text: string, start: number): number {
  if (text[start] === '“') {
    const closing = text.slice(start + 1).search(/["”]/);
    return closing < 0 ? text.length : start + 1 + closing;
  }
  let at = text.indexOf('"', start + 1);
  while (at >= 0 && isEscaped(text, at)) at = text.indexOf('"', at + 1);
  return at < 0 ? text.length : at;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === '\\') backslashes++;
  return backslashes % 2 === 1;
}

function isKey(text: string, endOfName: number): boolean {
  let at = endOfName + 1;
  while (at < text.length && /\s/.test(text[at]!)) at++;
  return text[at] === ':';
}
