import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BadLine, firstBrokenByte, type Line, linesOf } from './lines.ts';

async function read(chunks: Iterable<Uint8Array>, cap?: number): Promise<(Line | BadLine)[]> {
  const all: (Line | BadLine)[] = [];
  const stream = (async function* () {
    yield* chunks;
  })();
  for await (const lines of linesOf(stream, cap)) all.push(...lines);
  return all;
}

function* cutAt(bytes: Buffer, sizes: readonly number[]) {
  let at = 0;
  for (let turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length]!;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

describe('linesOf', () => {
  test('gives the same lines wherever the chunks are cut', async () => {
    const line = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replaceAll(/[\n\0]/g, ''));
    await fc.assert(
      fc.asyncProperty(
        fc.array(line),
        fc.boolean(),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        async (lines, ends, sizes) => {
          const text = lines.join('\n') + (ends ? '\n' : '');
          const wanted = text.split('\n');
          if (wanted.at(-1) === '') wanted.pop();
          const got = await read(cutAt(Buffer.from(text), sizes));
          expect(got).toEqual(wanted.map((each, at) => ({ number: at + 1, text: each.toWellFormed() })));
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });

  test('passes over a line of a gigabyte without holding it, and reads on', async () => {
    const block = Buffer.alloc(1 << 20, 'x');
    const before = process.memoryUsage();
    let peak = 0;
    const chunks = (function* () {
      yield Buffer.from('one\n');
      for (let at = 0; at < 1024; at++) {
        yield block;
        const now = process.memoryUsage();
        peak = Math.max(peak, now.heapUsed - before.heapUsed + now.external - before.external);
      }
      yield Buffer.from('x\nthree\n');
    })();
    const got = await read(chunks, 4 << 20);
    expect(got.map((line) => ('text' in line ? line.text : line.reason))).toEqual([
      'one',
      `a line of ${2 ** 30 + 2} bytes; at most ${4 << 20} are read`,
      'three',
    ]);
    expect(peak).toBeLessThan(64 << 20);
  });

  test('says where bytes are broken, counted over the whole stream', async () => {
    const bytes = Buffer.concat([Buffer.from('é\n'.repeat(10)), Buffer.from([0x61, 0xff, 0x0a]), Buffer.from('b\n\0')]);
    const got = await read(cutAt(bytes, [7]));
    expect(got.filter((line) => 'reason' in line)).toEqual([
      { number: 11, column: 2, reason: expect.stringContaining('byte 31 (0xff)'), raw: 'a\ufffd' },
      { number: 13, column: 1, reason: expect.stringContaining('NUL at byte 35'), raw: '\0' },
    ]);
  });
});

test('firstBrokenByte agrees with the fatal decoder', () => {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const byte = fc.oneof(
    fc.constantFrom(0x41, 0x80, 0xbf, 0xc2, 0xe0, 0xa0, 0xed, 0x9f, 0xf0, 0x90, 0xf4, 0x8f),
    fc.nat(255),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 8 }), fc.array(byte, { maxLength: 8 }), (head, tail) => {
      const bytes = Uint8Array.from([...head, ...tail]);
      const broken = firstBrokenByte(bytes);
      expect(broken === -1).toBe(isUtf8(decoder, bytes));
      if (broken !== -1) expect(isUtf8(decoder, bytes.subarray(0, broken))).toBe(true);
    }),
    { seed: 4, numRuns: 5000 },
  );
});

function isUtf8(decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array): boolean {
  try {
    decoder.decode(bytes);
    return true;
  } catch {
    return false;
  }
}
