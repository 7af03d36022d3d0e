/** Same run, same bytes: no clock and no chance in steps and leaves. */
import * as ast from 'typescript/unstable/ast';
import { leaves, sourcesIn, stages } from '../folders.ts';
import { lineOf, nodesOf } from '../tree.ts';
import type { Rule } from './rule.ts';

const banned = new Set([
  'Date.now',
  'Math.random',
  'performance.now',
  'process.hrtime',
  'crypto.randomUUID',
  'crypto.randomBytes',
  'crypto.getRandomValues',
]);
const bannedNames = new Set(['randomUUID', 'randomBytes', 'randomInt']);

export const determinism: Rule = {
  name: 'determinism',
  *check(tree) {
    for (const { path, syntax } of [...stages, ...leaves].flatMap((folder) => sourcesIn(tree, `src/${folder}`))) {
      for (const node of nodesOf(syntax)) {
        const what = chance(node);
        if (what === undefined) continue;
        yield {
          path,
          line: lineOf(syntax, node),
          message: `\`${what}\`: draws come from context.random(), and no sample knows the time`,
        };
      }
    }
  },
};

function chance(node: ast.Node): string | undefined {
  if (ast.isPropertyAccessExpression(node)) {
    const name = node.getText().replace(/^globalThis\./, '');
    return banned.has(name) ? name : undefined;
  }
  if (ast.isNewExpression(node)) {
    const isClock = node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0;
    return isClock ? 'new Date()' : undefined;
  }
  if (!ast.isCallExpression(node) || !ast.isIdentifier(node.expression)) return undefined;
  if (node.expression.text === 'Date') return 'Date()';
  return bannedNames.has(node.expression.text) ? node.expression.text : undefined;
}
