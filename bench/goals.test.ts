import { afterEach, expect, test, vi } from 'vitest';
import { finish, makeGoals } from './goals.ts';

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

/** What is printed by a bench that ends with these goals, and its exit code. */
function ended(state: (goals: ReturnType<typeof makeGoals>) => void) {
  const said: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  vi.spyOn(console, 'log').mockImplementation((text) => void said.push(`${text}\n`));
  const goals = makeGoals();
  state(goals);
  finish(undefined, '# Bench\n', goals);
  return { said: said.join(''), code: process.exitCode };
}

test('goals that are reached end a bench well, at the very mark too', () => {
  const { said, code } = ended((goals) => {
    goals.atLeast('recall', 0.99, 0.99);
    goals.atMost('false hits', 0, 0);
    goals.same('rows', 3, 3);
  });
  expect([said, code]).toEqual(['# Bench\n\n3 of 3 goals reached.\n', 0]);
});

test('a missed one is told in a sentence, and so is what is not a number', () => {
  const { said, code } = ended((goals) => {
    goals.atLeast('recall of planted copies', 2 / 3, 0.98);
    goals.atMost('share of false hits', Number.NaN, 0.1);
    goals.same('rows', 'two', 'three');
    goals.leftOut('the weights.');
  });
  expect(code).toBe(1);
  expect(said.split('\n').filter((line) => line !== '')).toEqual([
    '# Bench',
    '## Short of its goals',
    '- recall of planted copies: wanted at least 0.98, got 0.666667.',
    '- share of false hits: wanted at most 0.1, got NaN.',
    '- rows: wanted three, got two.',
    'Left out: the weights.',
    '0 of 3 goals reached.',
  ]);
});

test('a bench that looked at no goal has not passed', () => {
  expect(ended(() => {})).toEqual({ said: '# Bench\n\nNo goal was looked at.\n', code: 1 });
});
