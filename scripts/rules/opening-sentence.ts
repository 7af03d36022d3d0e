/** Every source file begins with a comment that says in a sentence what it is for. */
import { isTest } from '../folders.ts';
import type { Rule } from './rule.ts';

/** Ends at a full stop, a question mark or a bracket. */
const opening = /^(#!.*\n)?\/\*\*\s+\S[\s\S]*?[.?!)]\s*(\*\/|\n)/;

export const openingSentence: Rule = {
  name: 'opening-sentence',
  *check(tree) {
    for (const { path, text } of tree.files) {
      if (!/^(src|scripts|bench)\/.*\.(ts|mjs)$/.test(path) || isTest(path) || opening.test(text)) continue;
      yield { path, line: 1, message: 'begins without a /** sentence that says what the file is for */' };
    }
  },
};
