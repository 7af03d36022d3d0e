/** What of TypeScript is not used here: `any` (but at one door), enums, re-exports, side effects of an import, globals. */
import * as ast from 'typescript/unstable/ast';
import { isTest } from '../folders.ts';
import { importsOf } from '../imports.ts';
import { lineOf, nodesOf, type TreeFile } from '../tree.ts';
import type { Offence, Rule } from './rule.ts';

const anyDoor = 'src/core/define.ts';
const frontDoors = ['src/index.ts', 'src/testing/index.ts'];
/** Files that are started, never imported. */
const isStarted = (path: string) => /^src\/(cli\/main|.+[/-](child|worker))\.ts$/.test(path);

export const language: Rule = {
  name: 'language',
  *check(tree) {
    for (const file of tree.files) {
      if (file.syntax === undefined) continue;
      yield* banned(file);
      yield* reexports(file);
      if (file.path.startsWith('src/') && !isTest(file.path) && !isStarted(file.path)) yield* sideEffects(file);
    }
  },
};

function* banned({ path, syntax }: TreeFile): Generator<Offence> {
  for (const node of nodesOf(syntax!)) {
    const line = () => lineOf(syntax!, node);
    if (node.kind === ast.SyntaxKind.AnyKeyword && path !== anyDoor) {
      yield { path, line: line(), message: `\`any\`: write \`unknown\` and look; only ${anyDoor} may` };
    }
    if (ast.isEnumDeclaration(node)) yield { path, line: line(), message: 'an enum: write a union of strings' };
  }
}

function* reexports(file: TreeFile): Generator<Offence> {
  for (const { specifier, reexport, line } of importsOf(file)) {
    if (!reexport) continue;
    const star = /^export\s+(type\s+)?\*/.test(file.text.split('\n')[line - 1] ?? '');
    if (star) yield { path: file.path, line, message: `\`export *\`: name what is exported` };
    else if (!frontDoors.includes(file.path)) {
      yield { path: file.path, line, message: `re-exports '${specifier}': no barrels, let each import it from there` };
    }
  }
}

function* sideEffects({ path, syntax }: TreeFile): Generator<Offence> {
  for (const statement of syntax!.statements) {
    const line = lineOf(syntax!, statement);
    if (ast.isImportDeclaration(statement) && statement.importClause === undefined) {
      yield { path, line, message: 'imported for its side effects' };
    } else if (ast.isVariableStatement(statement)) {
      const isConst = (statement.declarationList.flags & ast.NodeFlags.Const) !== 0;
      if (!isConst)
        yield { path, line, message: 'a variable of the whole module: nothing global, hold it in what lives' };
    } else if (isAction(statement)) {
      yield { path, line, message: 'does something when imported: put it into a function' };
    }
  }
}

const isAction = (node: ast.Node): boolean =>
  ast.isExpressionStatement(node) ||
  (ast.isIfStatement(node) && !node.expression.getText().includes('import.meta.')) ||
  ast.isForStatement(node) ||
  ast.isForOfStatement(node) ||
  ast.isWhileStatement(node) ||
  ast.isTryStatement(node);
