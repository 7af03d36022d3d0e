import { expect, test } from 'vitest';
import { commonPrefix, type Seat, seatFor } from './seats.ts';

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);
const seat = (held: readonly number[], busy = false, fresh = false): Seat => ({ held, busy, fresh });
const prefix = range(0, 200);

test('common prefix', () => {
  expect(commonPrefix([1, 2, 3], [1, 2, 4, 5])).toBe(2);
  expect(commonPrefix('abc', 'abc')).toBe(3);
  expect(commonPrefix([], [1])).toBe(0);
});

test('a prompt sits where most of it is evaluated already', () => {
  expect(seatFor([...prefix, 1], [seat([]), seat(prefix)])).toEqual({ kind: 'sit', seat: 1, shared: 200 });
});

test('of equal seats the lowest, so that busy ones stay together', () => {
  expect(seatFor([...prefix, 1], [seat([], true), seat(prefix), seat(prefix)])).toEqual({
    kind: 'sit',
    seat: 1,
    shared: 200,
  });
  expect(seatFor([7, 8], [seat([7]), seat([7, 8])])).toMatchObject({ seat: 0 });
});

test('a busy seat lends what it holds', () => {
  expect(seatFor([...prefix, 1], [seat([...prefix, 9, 9], true), seat([])])).toEqual({
    kind: 'sit',
    seat: 1,
    shared: 200,
    lender: 0,
  });
});

test('a model whose state cannot be copied evaluates again, in the best free seat', () => {
  const seats = [seat([...prefix, 9], true), seat([]), seat(prefix.slice(0, 50))];
  expect(seatFor([...prefix, 1], seats, false)).toEqual({ kind: 'sit', seat: 2, shared: 50 });
});

test('a prompt that shares much with one about to be evaluated waits for it', () => {
  expect(seatFor([...prefix, 1], [seat([...prefix, 2], true, true), seat([])])).toEqual({ kind: 'wait' });
  expect(seatFor([...prefix, 1], [seat([...prefix, 2], true, true), seat([])], false)).toMatchObject({ kind: 'sit' });
  expect(seatFor([5, 1], [seat([5, 2], true, true), seat([])])).toMatchObject({ kind: 'sit', seat: 1 });
});

test('no free seat, no sitting', () => {
  expect(seatFor([1], [seat([1], true)])).toEqual({ kind: 'wait' });
});
