/** What vitest reports is counted in full: nothing that went wrong passes unseen. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './check.ts';
import { verdictOf } from './units.ts';

const file = (status: string, tests: readonly string[]) => ({
  name: join(root, 'src/a.test.ts'),
  status,
  assertionResults: tests.map((each, index) => ({ fullName: `test ${index}`, status: each })),
});

describe('verdictOf', () => {
  it('counts tests by what became of them, and gives vitest’s account of failures', () => {
    const output = '···x·\n\n⎯⎯⎯ Failed Tests 1 ⎯⎯⎯\nexpected 1 to be 2';
    const testResults = [file('failed', ['passed', 'failed', 'skipped', 'passed'])];
    const verdict = verdictOf({ testResults }, { code: 1, output });
    expect(verdict).toMatchObject({ passed: 2, failed: 1, skipped: 1, note: '4 tests in 1 files' });
    expect(verdict.found.split('\n')).toEqual([
      'src/a.test.ts › test 1',
      'skipped: src/a.test.ts › test 2',
      '⎯⎯⎯ Failed Tests 1 ⎯⎯⎯',
      'expected 1 to be 2',
    ]);
  });

  it('says nothing where all passed', () => {
    const verdict = verdictOf({ testResults: [file('passed', ['passed'])] }, { code: 0, output: '·' });
    expect(verdict).toMatchObject({ passed: 1, failed: 0, skipped: 0, found: '' });
  });

  it('counts a file that cannot be loaded as a failure', () => {
    const verdict = verdictOf(
      { testResults: [file('passed', ['passed']), file('failed', [])] },
      { code: 1, output: 'no such module' },
    );
    expect(verdict).toMatchObject({ passed: 1, failed: 1 });
    expect(verdict.found).toBe('src/a.test.ts could not be loaded\nno such module');
  });

  it('counts an error outside of tests, and a run of no tests, as failures', () => {
    const testResults = [file('passed', ['passed'])];
    const outside = verdictOf({ testResults }, { code: 1, output: 'Unhandled Rejection' });
    expect(outside).toMatchObject({ passed: 1, failed: 1 });
    expect(outside.found).toContain('Unhandled Rejection');
    expect(verdictOf({ testResults: [] }, { code: 0, output: '' })).toMatchObject({ passed: 0, failed: 1 });
  });
});
