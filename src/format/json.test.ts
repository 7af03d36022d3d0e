import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isFault, parseJson } from './json.ts';

const wellFormed = fc.jsonValue({ maxDepth: 5 }).filter((value) => JSON.stringify(value).isWellFormed());

describe('parseJson', () => {
  test('reads what JSON.stringify wrote, however it is spaced', () => {
    fc.assert(
      fc.property(wellFormed, fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const parsed = parseJson(text);
        if (isFault(parsed)) throw new Error(parsed.fault);
        const exact = /\d{16}/.test(text) ? parsed.exact : [];
        if (exact.length === 0) expect(JSON.stringify(parsed.value)).toBe(JSON.stringify(value));
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test('accepts a mutilated text only where JSON.parse does, and then with the same value', () => {
    const alphabet = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      '\\',
      '1',
      '-',
      '.',
      'e',
      't',
      ' ',
      '\n',
      '\0',
      'é',
    );
    const edit = fc.tuple(fc.nat(200), alphabet, fc.boolean());
    fc.assert(
      fc.property(wellFormed, fc.array(edit, { minLength: 1, maxLength: 3 }), (value, edits) => {
        let text = JSON.stringify(value);
        for (const [at, mark, inserts] of edits) text = text.slice(0, at) + mark + text.slice(inserts ? at : at + 1);
        const parsed = parseJson(text);
        const native = parsedNatively(text);
        if (isFault(parsed)) {
          expect(parsed.offset).toBeLessThanOrEqual(text.length);
          if (native.ok) expect(parsed.fault).toMatch(/twice|surrogate/);
        } else {
          expect(native.ok).toBe(true);
          if (parsed.exact.length === 0) expect(JSON.stringify(parsed.value)).toBe(JSON.stringify(native.value));
        }
      }),
      { seed: 2, numRuns: 3000 },
    );
  });

  test('finds every key that stands twice, whatever stands between key and colon, and in texts', () => {
    const key = fc.constantFrom('a', 'b', 'c', 'a:', '"', '":', ' :', '\\"');
    const space = fc.constantFrom('', ' ', '\t', '\n', ' \n');
    const member = fc.tuple(key, space, fc.constantFrom('1', '"x"', '"\\":"', '" :"', '{"a":1}', '[{"b" :2}]'));
    fc.assert(
      fc.property(fc.array(member, { maxLength: 6 }), (members) => {
        const text = `{${members.map(([name, gap, value]) => `${JSON.stringify(name)}${gap}:${value}`).join(',')}}`;
        const isTwice = new Set(members.map(([name]) => name)).size < members.length;
        const parsed = parseJson(text);
        expect(isFault(parsed) && parsed.fault.includes('stands twice')).toBe(isTwice);
      }),
      { seed: 3, numRuns: 2000 },
    );
  });

  test('reads to 256 levels', () => {
    const deep = (levels: number) => parseJson('['.repeat(levels) + ']'.repeat(levels));
    expect(isFault(deep(256))).toBe(false);
    expect(deep(257)).toMatchObject({ offset: 256, fault: expect.stringContaining('256') });
  });
});

function parsedNatively(text: string): { ok: boolean; value?: unknown } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}
