/** What short forms of benches say is counted: a missed goal fails, and what was left out does not go unseen. */
import { expect, it } from 'vitest';
import { verdictOf } from './benches.ts';

it('counts a bench as a test, prints all that a failed one said, and names what was left out', () => {
  const verdict = verdictOf([
    { name: 'exact', code: 0, output: '# Exact\n\n5 of 5 goals reached.' },
    { name: 'pii', code: 1, output: '# pii\n- recall of e-mail: wanted at least 0.99, got 0.5.' },
    { name: 'semantic', code: 0, output: 'page\nLeft out: MiniLM.\n17 of 17 goals reached.' },
  ]);
  expect(verdict).toMatchObject({ passed: 2, failed: 1, skipped: 1, note: '3 short forms' });
  expect(verdict.found.split('\n')).toEqual([
    'bench/pii/run.ts --short: exit code 1',
    '# pii',
    '- recall of e-mail: wanted at least 0.99, got 0.5.',
    'skipped: semantic: Left out: MiniLM.',
  ]);
});

it('fails where no bench was found, instead of passing for want of tests', () => {
  expect(verdictOf([])).toMatchObject({ passed: 0, failed: 1 });
});
