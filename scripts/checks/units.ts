/** The unit tests: vitest, each test counted. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { bin, type Check, fail, root, runProgram, type Verdict } from './check.ts';

/** What vitest’s json reporter writes, as far as it is read here. */
interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

export const units: Check = {
  name: 'unit tests',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'synthloom-units-'));
    const file = join(folder, 'report.json');
    try {
      const { code, output } = await runProgram(bin('vitest'), [
        'run',
        '--reporter=dot',
        '--reporter=json',
        `--outputFile.json=${file}`,
      ]);
      return verdictOf(JSON.parse(readFileSync(file, 'utf8')), { code, output });
    } catch (error) {
      return fail(`vitest left no report: ${(error as Error).message}`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** Counts tests; a file that could not be loaded, or an error outside any test, is one failure. */
export function verdictOf(report: Report, ended: { readonly code: number; readonly output: string }): Verdict {
  const tests = report.testResults.flatMap((file) =>
    file.assertionResults.map(({ fullName, status }) => ({
      status,
      name: `${relative(root, file.name)} › ${fullName}`,
    })),
  );
  const named = (isWanted: (status: string) => boolean) =>
    tests.filter(({ status }) => isWanted(status)).map(({ name }) => name);
  const passed = named((status) => status === 'passed');
  const failed = named((status) => status === 'failed');
  const skipped = named((status) => status !== 'passed' && status !== 'failed');
  failed.push(
    ...report.testResults.filter(couldNotLoad).map(({ name }) => `${relative(root, name)} could not be loaded`),
  );
  if (failed.length === 0 && ended.code !== 0) failed.push('an error outside of any test');
  if (failed.length === 0 && passed.length === 0) failed.push('no test was found');
  return {
    passed: passed.length,
    failed: failed.length,
    skipped: skipped.length,
    note: `${tests.length} tests in ${report.testResults.length} files`,
    found: [
      ...failed,
      ...skipped.map((name) => `skipped: ${name}`),
      ...(failed.length > 0 ? [account(ended.output)] : []),
    ].join('\n'),
  };
}

/** Vitest’s own words on what failed, without the dots before them. */
const account = (output: string): string => output.slice(Math.max(0, output.search(/^.*⎯ (Failed|Unhandled)/m)));

const couldNotLoad = (file: Report['testResults'][number]): boolean =>
  file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed');
