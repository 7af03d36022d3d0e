/** `npm test`: every check in order, a line and a time for each; closes with `N passed, N failed`. */
import { parseArgs } from 'node:util';
import { benches } from './checks/benches.ts';
import { bin, type Check, toolCheck, type Verdict } from './checks/check.ts';
import { examples } from './checks/examples.ts';
import { published } from './checks/published.ts';
import { units } from './checks/units.ts';

const node = process.execPath;
const checks: readonly Check[] = [
  toolCheck('types', bin('tsc'), ['-p', '.']),
  toolCheck('house rules', node, ['scripts/house-rules.ts']),
  toolCheck('format and lint', bin('biome'), ['ci', '--error-on-warnings', '--colors=off']),
  toolCheck('generated', node, ['scripts/generate.ts', '--check']),
  toolCheck('dead exports', bin('knip'), []),
  units,
  examples,
  published,
  benches,
];

/** A check that breaks has failed; the others still run. */
async function judge(check: Check): Promise<Verdict> {
  try {
    return await check.run();
  } catch (error) {
    return { passed: 0, failed: 1, skipped: 0, note: '', found: (error as Error).stack ?? String(error) };
  }
}

function tell(name: string, verdict: Verdict, elapsedMs: number): void {
  const state = verdict.failed > 0 ? 'FAILED' : verdict.passed > 0 ? 'ok' : 'skipped';
  const seconds = `${(elapsedMs / 1000).toFixed(1)} s`;
  console.log(`${name.padEnd(16)} ${state.padEnd(8)}${seconds.padStart(8)}  ${verdict.note}`.trimEnd());
  if (verdict.found !== '') console.log(verdict.found.replaceAll(/^(?=.)/gm, '    '));
}

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true, default: [] } } });
const wanted = values.only.length === 0 ? checks : checks.filter(({ name }) => values.only.includes(name));
const unknown = values.only.filter((name) => !checks.some((check) => check.name === name));
const total = { passed: 0, failed: 0, skipped: 0 };
if (unknown.length > 0) {
  console.log(`There is no check ${unknown.join(', ')}. There are: ${checks.map(({ name }) => name).join(', ')}.`);
  total.failed += unknown.length;
}
for (const check of wanted) {
  const started = performance.now();
  const verdict = await judge(check);
  tell(check.name, verdict, performance.now() - started);
  total.passed += verdict.passed;
  total.failed += verdict.failed;
  total.skipped += verdict.skipped;
}
const skipped = total.skipped === 0 ? '' : `, ${total.skipped} skipped`;
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
