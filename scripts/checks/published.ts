/** What is published works: it builds, its doors open in plain Node, and nothing is in it that should not be. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bin, type Check, fail, pass, root, runProgram, skip } from './check.ts';

interface Manifest {
  readonly version: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
}

/** What has no business in the package. */
const unwanted =
  /\.test\.|fixtures|^(?!dist\/|schema\/|docs\/|src\/\w+\/[\w-]+\.md$|LICENSE$|README\.md$|package\.json$)/;

export const published: Check = {
  name: 'package',
  async run() {
    const manifest: Manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const missing = sourcesOf(manifest).filter((path) => !existsSync(join(root, path)));
    if (missing.length > 0) return skip(`there is no ${missing.join(', ')} yet`);
    rmSync(join(root, 'dist'), { recursive: true, force: true });
    const built = await runProgram(bin('tsc'), ['-p', 'tsconfig.build.json']);
    if (built.code !== 0) return fail(built.output);
    const found = [...(await closedDoors(manifest)), ...(await strangers())];
    return found.length === 0 ? pass() : fail(found.join('\n'));
  },
};

/** Where the doors of the package come from: `./dist/index.js` is src/index.ts. */
const sourcesOf = ({ bin: programs, exports }: Manifest): string[] =>
  [
    ...Object.values(programs),
    ...Object.values(exports).map((door) => (typeof door === 'string' ? door : door.default)),
  ]
    .filter((path) => path.includes('dist/'))
    .map((path) => path.replace(/^(\.\/)?dist\//, 'src/').replace(/\.js$/, '.ts'));

/** Doors that do not open: a missing file, a module that does not load, a program that does not tell its version. */
async function closedDoors({ bin: programs, exports, version }: Manifest): Promise<string[]> {
  const found: string[] = [];
  for (const [name, door] of Object.entries(exports)) {
    const paths = typeof door === 'string' ? [door] : [door.types, door.default];
    found.push(...paths.filter((path) => !existsSync(join(root, path))).map((path) => `${name}: there is no ${path}`));
    const module = paths.find((path) => path.endsWith('.js'));
    if (module === undefined) continue;
    const code = `await import(${JSON.stringify(pathToFileURL(join(root, module)).href)})`;
    const ended = await runProgram(process.execPath, ['--input-type=module', '--eval', code]);
    if (ended.code !== 0) found.push(`${name} cannot be imported:\n${ended.output}`);
  }
  for (const [name, path] of Object.entries(programs)) {
    const ended = await runProgram(process.execPath, [join(root, path), '--version']);
    if (ended.code !== 0 || !ended.output.includes(version)) found.push(`${name} --version said:\n${ended.output}`);
  }
  return found;
}

async function strangers(): Promise<string[]> {
  const ended = await runProgram('npm', ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=error']);
  if (ended.code !== 0) return [`npm pack:\n${ended.output}`];
  const packed: readonly { files: readonly { path: string }[] }[] = Object.values(JSON.parse(ended.output));
  const paths = packed.flatMap(({ files }) => files.map(({ path }) => path));
  return paths.filter((path) => unwanted.test(path)).map((path) => `the package should not hold ${path}`);
}
