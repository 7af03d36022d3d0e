/** What a file imports: statements, re-exports, `import()` calls and `import('…')` types. */
import { posix } from 'node:path';
import * as ast from 'typescript/unstable/ast';
import { lineOf, nodesOf, type TreeFile } from './tree.ts';

export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** When it is loaded: with the file, where it is called, or never (a type). */
  readonly kind: 'static' | 'dynamic' | 'type';
  /** `export … from`. */
  readonly reexport: boolean;
  /** The path in the tree, for our own files. */
  readonly path: string | undefined;
}

type Named = Pick<Import, 'specifier' | 'kind' | 'reexport'>;

/** Every import of a file, in order. A specifier that is not a literal is not seen. */
export function importsOf(file: TreeFile): Import[] {
  const { syntax } = file;
  if (syntax === undefined) return [];
  const own = (specifier: string) =>
    specifier.startsWith('.') ? posix.normalize(posix.join(posix.dirname(file.path), specifier)) : undefined;
  return [...nodesOf(syntax)].flatMap((node) => {
    const named = readImport(node);
    return named === undefined ? [] : [{ ...named, line: lineOf(syntax, node), path: own(named.specifier) }];
  });
}

function readImport(node: ast.Node): Named | undefined {
  if (ast.isImportDeclaration(node)) {
    const kind = node.importClause?.phaseModifier === ast.SyntaxKind.TypeKeyword ? 'type' : 'static';
    return named(node.moduleSpecifier, kind);
  }
  if (ast.isExportDeclaration(node)) return named(node.moduleSpecifier, node.isTypeOnly ? 'type' : 'static', true);
  if (ast.isImportTypeNode(node) && ast.isLiteralTypeNode(node.argument)) return named(node.argument.literal, 'type');
  const isImport = ast.isCallExpression(node) && node.expression.kind === ast.SyntaxKind.ImportKeyword;
  return isImport ? named(node.arguments[0], 'dynamic') : undefined;
}

function named(specifier: ast.Node | undefined, kind: Import['kind'], reexport = false): Named | undefined {
  return specifier !== undefined && ast.isStringLiteralLikeNode(specifier)
    ? { specifier: specifier.text, kind, reexport }
    : undefined;
}
