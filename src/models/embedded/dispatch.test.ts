import { expect, test } from 'vitest';
import { deskFor } from './dispatch.ts';

const instructions = 'Write one short message of a bank customer. '.repeat(10);
const desk = (busy: number, recent: readonly string[] = []) => ({ busy, sequences: 8, recent });

test('an unknown prompt goes to the least busy process', () => {
  expect(deskFor('hello', [desk(3), desk(1), desk(2)])).toBe(1);
});

test('a prompt goes where its beginning was read before', () => {
  expect(deskFor(`${instructions}about cards`, [desk(0), desk(2, [`${instructions}about loans`])])).toBe(1);
});

test('but not when that process is much busier', () => {
  expect(deskFor(`${instructions}about cards`, [desk(0), desk(3, [`${instructions}about loans`])])).toBe(0);
});

test('a short shared beginning is no reason', () => {
  expect(deskFor('Write about cards', [desk(0), desk(1, ['Write about loans'])])).toBe(0);
});

test('a full process gets nothing, whatever it has read', () => {
  expect(deskFor(instructions, [desk(8, [instructions]), desk(7)])).toBe(1);
  expect(deskFor(instructions, [desk(8), desk(8)])).toBeUndefined();
});
