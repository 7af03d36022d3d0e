import { expect, test } from 'vitest';
import { BudgetWall } from './budget.ts';

const nothing = { usd: 0, tokens: 0, calls: 0 };
const cost = (usd: number) => ({ usd, tokens: 10, calls: 1 });

test('a call that does not fit waits for what others give back, and goes when it fits', async () => {
  const wall = new BudgetWall({ usd: 1 }, nothing);
  await wall.reserve(cost(0.8));
  let went = false;
  const second = wall.reserve(cost(0.5)).then(() => {
    went = true;
  });
  await Promise.resolve();
  expect(went).toBe(false);
  wall.settle(cost(0.8), cost(0.3)); // the worst case did not come
  await second;
  expect(wall.isSpent).toBe(false);
});

test('when nothing under way could make room, the budget is spent, for all who wait and all who come', async () => {
  const wall = new BudgetWall({ usd: 1 }, cost(0.7));
  await wall.reserve(cost(0.2));
  const late = [wall.reserve(cost(0.2)), wall.reserve(cost(0.3))];
  wall.settle(cost(0.2), cost(0.2));
  for (const each of late) await expect(each).rejects.toMatchObject({ code: 'budget-spent' });
  expect(wall.isSpent).toBe(true);
});

test('tokens and calls are walls too, what was spent before counts, and no limit is no wall', async () => {
  await expect(new BudgetWall({ tokens: 15 }, cost(0)).reserve(cost(0))).rejects.toMatchObject({
    code: 'budget-spent',
  });
  await expect(new BudgetWall({ calls: 1 }, cost(0)).reserve(cost(0))).rejects.toMatchObject({ code: 'budget-spent' });
  await new BudgetWall(undefined, cost(1e9)).reserve(cost(1e9));
});
