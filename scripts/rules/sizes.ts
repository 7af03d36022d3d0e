/** Beauty has a size: limits on files, on what git is given to keep, functions and parameters. */
import * as ast from 'typescript/unstable/ast';
import { isTest, stages } from '../folders.ts';
import { lineAt, lineOf, nodesOf, type TreeFile } from '../tree.ts';
import type { Offence, Rule } from './rule.ts';

/** Lines. */
const limits = { file: 400, step: 200, test: 500, function: 70, usual: 25 };
/** Of any file: more belongs into a release or onto a hub. */
const maxBytes = 1_000_000;
/** Share of functions that must be of usual length. */
const usualShare = 0.9;
/** Positional ones: those a caller must give, and all. */
const parameters = { required: 3, all: 4 };

export const sizes: Rule = {
  name: 'sizes',
  *check(tree) {
    const lengths: number[] = [];
    for (const file of tree.files) {
      const { path, bytes } = file;
      if (bytes > maxBytes)
        yield { path, line: 1, message: `${(bytes / 1e6).toFixed(1)} MB; at most ${maxBytes / 1e6} MB` };
      if (!/\.(ts|mjs)$/.test(file.path) || file.path === 'src/catalog.ts') continue;
      yield* fileSize(file);
      if (!isTest(file.path)) yield* functionSizes(file, lengths);
    }
    const usual = lengths.filter((length) => length <= limits.usual).length;
    if (usual >= usualShare * lengths.length) return;
    const share = `${((100 * usual) / lengths.length).toFixed(0)} % of functions have at most ${limits.usual} lines`;
    yield { path: 'src', line: 1, message: `${share}; ${100 * usualShare} % should` };
  },
};

function* fileSize({ path, text }: TreeFile): Generator<Offence> {
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  const isStep = stages.some((stage) => path.startsWith(`src/${stage}/`));
  const limit = isTest(path) ? limits.test : isStep ? limits.step : limits.file;
  if (lines > limit) yield { path, line: limit + 1, message: `${lines} lines; at most ${limit}` };
}

function* functionSizes({ path, syntax }: TreeFile, lengths: number[]): Generator<Offence> {
  if (syntax === undefined) return;
  for (const node of nodesOf(syntax)) {
    if (!isFunction(node)) continue;
    const line = lineOf(syntax, node);
    const length = lineAt(syntax, node.end) - line + 1;
    lengths.push(length);
    const name = nameOf(node);
    if (length > limits.function)
      yield { path, line, message: `${name} has ${length} lines; at most ${limits.function}` };
    const all = node.parameters.length;
    const required = node.parameters.filter(
      (each) => !each.initializer && !each.questionToken && !each.dotDotDotToken,
    ).length;
    if (required <= parameters.required && all <= parameters.all) continue;
    const limit = `at most ${parameters.required} that must be given, ${parameters.all} in all`;
    yield { path, line, message: `${name} has ${all} parameters; ${limit}` };
  }
}

type Function =
  | ast.FunctionDeclaration
  | ast.FunctionExpression
  | ast.ArrowFunction
  | ast.MethodDeclaration
  | ast.ConstructorDeclaration
  | ast.AccessorDeclaration;

const isFunction = (node: ast.Node): node is Function =>
  ast.isFunctionDeclaration(node) ||
  ast.isFunctionExpression(node) ||
  ast.isArrowFunction(node) ||
  ast.isMethodDeclaration(node) ||
  ast.isConstructorDeclaration(node) ||
  ast.isGetAccessorDeclaration(node) ||
  ast.isSetAccessorDeclaration(node);

function nameOf(node: Function): string {
  if (ast.isConstructorDeclaration(node)) return 'constructor';
  const name = 'name' in node && node.name !== undefined ? node.name : undefined;
  if (name !== undefined) return name.getText();
  return ast.isVariableDeclaration(node.parent) ? node.parent.name.getText() : 'a function';
}
