/** Reads JSON out of what a model wrote: strictly first, then with repairs that leave no doubt, each of them named. */
import { jsonrepair } from 'jsonrepair';
import { duplicateKey, jsonSpan } from './json-scan.ts';

/** A value and how the text had to be mended, or why there is none. */
export type JsonAnswer =
  | { readonly value: unknown; readonly repairs: readonly string[] }
  | { readonly problem: string; readonly repairs: readonly string[] };

/**
 * Finds the one JSON value of a text. A value that breaks off is never completed, and a key that appears twice
 * is a problem, because either value may be the one that was meant.
 */
export function readJson(text: string): JsonAnswer {
  const strict = parseStrictly(text, []);
  if (strict !== undefined) return strict;
  const repairs: string[] = [];
  const inner = withoutFence(text.trim(), repairs);
  const fenced = parseStrictly(inner, repairs);
  if (fenced !== undefined) return fenced;
  return parseSpan(inner, repairs);
}

/** Takes the thinking that some servers leave in front of an answer away. */
export function withoutThinking(text: string, repairs: string[]): string {
  const end = text.indexOf('</think>');
  const begin = text.indexOf('<think>');
  // Some chat templates open the thought in the prompt, so that only its end is in the answer.
  if (end < 0 || (begin >= 0 && text.slice(0, begin).trim() !== '')) return text;
  repairs.push('removed thinking');
  return text.slice(end + '</think>'.length).trimStart();
}

function parseStrictly(text: string, repairs: readonly string[]): JsonAnswer | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const twice = duplicateKey(text);
  return twice === undefined
    ? { value, repairs }
    : { problem: `the key ${JSON.stringify(twice)} appears twice`, repairs };
}

function withoutFence(text: string, repairs: string[]): string {
  const fence = /```[a-zA-Z0-9]*[ \t]*\r?\n([\s\S]*?)\r?\n?[ \t]*```/.exec(text);
  if (fence === null || !/^\s*[[{]/.test(fence[1]!)) return text;
  repairs.push('removed a code fence');
  return fence[1]!.trim();
}

/** The first object or array in prose, mended where its syntax is nearly JSON. */
function parseSpan(text: string, repairs: string[]): JsonAnswer {
  const span = jsonSpan(text);
  if (span === undefined) return { problem: 'there is no JSON in it', repairs };
  if (span.end === undefined) return { problem: 'the JSON breaks off before it is closed', repairs };
  const body = text.slice(span.start, span.end);
  if (body.length < text.length) repairs.push('removed text around the JSON');
  const strict = parseStrictly(body, repairs);
  if (strict !== undefined) return strict;
  let mended: string;
  try {
    mended = jsonrepair(body);
  } catch (error) {
    return { problem: `it is not valid JSON (${error instanceof Error ? error.message : String(error)})`, repairs };
  }
  return parseStrictly(mended, [...repairs, 'mended JSON syntax']) ?? { problem: 'it is not valid JSON', repairs };
}
