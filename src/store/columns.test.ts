import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnBatches } from '../core/columns.ts';
import { type Sample, type TextBatch, whereIs } from '../core/sample.ts';
import { LEFT } from '../kernels/kernels.ts';
import { openKernels } from '../kernels/open.ts';
import { innerText } from '../text/inner-text.ts';
import { textBatchesIn } from './columns.ts';
import type { DiskFile } from './disk.ts';

const kernels = openKernels('wasm');

/** A file in memory. */
const fileOf = (content: string | Buffer): DiskFile => {
  const bytes = Buffer.from(content as string);
  return {
    read: async (position: number, length: number) => Buffer.from(bytes.subarray(position, position + length)),
  } as DiskFile;
};

async function rowsOf(batches: AsyncIterable<TextBatch>): Promise<string[]> {
  const rows: string[] = [];
  for await (const { firstRow, utf8, offsets } of batches) {
    expect(firstRow).toBe(rows.length);
    for (let i = 0; i + 1 < offsets.length; i++)
      rows.push(Buffer.from(utf8.subarray(offsets[i], offsets[i + 1])).toString());
  }
  return rows;
}

const extracted = (lines: readonly string[], field = 'text') =>
  rowsOf(textBatchesIn(fileOf(lines.map((line) => `${line}\n`).join('')), field, kernels));

/** What the field says by the plain way, as it is after becoming UTF-8. */
const parsed = (lines: readonly string[], field = 'text') =>
  lines.map((line) => Buffer.from(innerText((JSON.parse(line) as Sample).data[field])).toString());

const isOdd = (line: string, field = 'text') =>
  kernels.extractField(Buffer.from(`${line}\n`), whereIs(field)).flags[0] === LEFT;

/** Lines as they may be written by anyone: each must be read as `JSON.parse` does. */
const CORNERS = [
  '{"data":{"text":"plain"}}',
  '{"data":{"text":""}}',
  '{"data":{}}',
  '{"data":"text"}',
  '{"data":{"other":"x","text":"y"}}',
  ' { "id" : "1" , "data" : { "text" : "spaced" } , "notes" : { } } ',
  '{"data":{"text":"first","text":"second"}}',
  '{"data":{"text":"first"},"data":{"text":"second"}}',
  '{"data":{"text":"first"},"data":{}}',
  '{"text":"outside","data":{"notes":{"text":"too deep"}}}',
  '{"notes":{"data":{"text":"elsewhere"}},"data":{"text":"here"}}',
  '{"id":"\\"data\\":{\\"text\\":\\"trap\\"}","data":{"text":"right"}}',
  '{"data":{"te\\u0078t":"escaped key"}}',
  '{"d\\u0061ta":{"text":"escaped key"}}',
  '{"data":{"a\\"b":"}","text":"after a brace in a text"}}',
  '{"data":{"text":"q\\" b\\\\ s\\/ n\\n t\\t r\\r b\\b f\\f e\\u0041"}}',
  '{"data":{"text":"\\u00e9\\u20ac\\ud83d\\ude00\\u0000"}}',
  '{"data":{"text":"\\ud83d alone, \\ude00 too, \\ud83d\\ud83d\\ude00, \\ud83d\\u0041, \\ud83d\\n, \\ud83d"}}',
  '{"data":{"text":"\\uD83D\\uDE00 \\u00C9"}}',
  '{"data":{"text":"fifteen bytes..\\\\"}}',
  '{"data":{"text":"backslashes\\\\\\\\\\\\\\\\\\\\"}}',
  '{"data":{"text":12.5e3}}',
  '{"data":{"text":12500}}',
  '{"data":{"text":"12500"}}',
  '{"data":{"text":-0}}',
  '{"data":{"text":0}}',
  '{"data":{"text":-7}}',
  '{"data":{"text":12345678901234567890}}',
  '{"data":{"text":true}}',
  '{"data":{"text":false}}',
  '{"data":{"text":null}}',
  '{"data":{"text":[]}}',
  '{"data":{"text":{}}}',
  '{"data":{"text":["a","",null,3,"b",["c",[],{"k":"d"}]]}}',
  '{"data":{"text":[{"role":"user","content":"Hi"},{"role":"assistant","content":"He\\nllo"}]}}',
  '{"data":{"text":{"b":"sorted after","1":"numbers first","a":"last"}}}',
  '{"data":{"text":{"k":"once","k":"twice"}}}',
  '{"data":{"text":{"k":"once","o":{"k":"another object"}}}}',
  '{"data":{"text":{"":"empty key"}}}',
  '{"data":{"text":{"__proto__":"own"}}}',
  '{"data":{"text":["\\ud83d"]}}',
  `{"data":{"text":${'['.repeat(60)}"deep"${']'.repeat(60)}}}`,
  `{"data":{"text":{${Array.from({ length: 400 }, (_, i) => `"k${i}":"v${i}"`).join(',')}}}}`,
];

describe('texts from lines of JSON', () => {
  it.each(CORNERS)('reads %s as JSON.parse does', async (line) => {
    expect(await extracted([line, line])).toEqual(parsed([line, line]));
  });

  it('leaves few lines to the parser: usual ones are read by the kernel', () => {
    for (const line of [0, 4, 5, 15, 16, 17]
      .map((at) => CORNERS[at]!)
      .concat(CORNERS.filter((each) => each.includes('assistant'))))
      expect(isOdd(line), line).toBe(false);
  });

  it('agrees on any sample, however it is laid out', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 60 });
    const key = fc.oneof(fc.constantFrom('text', 'data', 'a', 'b', '1', 'role', 'content'), text);
    const { json } = fc.letrec<{ json: unknown }>((tie) => ({
      json: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        text,
        fc.constantFrom(null, true, -1.5e300, 0),
        fc.array(tie('json'), { maxLength: 4 }),
        fc.dictionary(key, tie('json'), { maxKeys: 4 }),
      ),
    }));
    const sample = fc.record({ id: text, data: fc.dictionary(key, json, { maxKeys: 5 }), notes: json });
    const line = fc
      .tuple(sample, fc.boolean())
      .map(([value, isWide]) =>
        isWide ? JSON.stringify(value, null, 1).replaceAll('\n', ' ') : JSON.stringify(value),
      );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 5 }), key, async (lines, field) => {
        expect(await extracted(lines, field)).toEqual(parsed(lines, field));
      }),
      { numRuns: 400 },
    );
  });

  it('reads texts of every length at every place of a line', async () => {
    const lines = Array.from({ length: 700 }, (_, i) =>
      JSON.stringify({
        id: 'x'.repeat(i % 17),
        data: { text: `${'y'.repeat(i % 41)}${i % 3 ? '' : '\n"'}${'é'.repeat(i % 5)}` },
      }),
    );
    expect(await extracted(lines)).toEqual(parsed(lines));
  });

  it.each([
    '{"data":{"text":"no end}}',
    '{"data":{"text":"a"}',
    '{"data":{"text":"a"}}}',
    '{"data":{"text":"a"}} x',
    '{"data":{"text":"a" "b"}}',
    '{"data":{"text" "a"}}',
    '{"data":{"text":"\\x"}}',
    '{"data":{"text":"\\u12g4"}}',
    '{"data":{"text":"\\u12',
    '{"data":{"text":}}',
    '{"data":{"text":["a" "b"]}}',
    '{"data":{"text":["a",]}}',
    '{"data":{"text":{"a":"b",}}}',
    '[1]',
    '"text"',
    '',
  ])('leaves %s to the parser, which says what is wrong', async (line) => {
    expect(isOdd(line)).toBe(true);
    await expect(extracted(['{"data":{"text":"fine"}}', line])).rejects.toThrow();
  });

  it('repairs bytes that are no UTF-8 as reading text does', async () => {
    const lines = Buffer.concat([
      Buffer.from('{"data":{"text":"a'),
      Buffer.of(0xff, 0xe4, 0xb8),
      Buffer.from('b"}}\n{"data":{"text":"é"}}\n'),
    ]);
    expect(await rowsOf(textBatchesIn(fileOf(lines), 'text', kernels))).toEqual(['a\ufffd\ufffdb', 'é']);
  });

  it('reads lines longer than a block, leaves out an unfinished one, and cuts nothing between blocks', async () => {
    const long = 'long é '.repeat(700_000);
    const rows = ['a', long, 'b', ...Array.from({ length: 40_000 }, (_, i) => `row ${i} ${'z'.repeat(i % 90)}`)];
    const lines = rows.map((text) => `${JSON.stringify({ data: { text } })}\n`).join('');
    const file = fileOf(`${lines}{"data":{"text":"unfin`);
    expect(await rowsOf(textBatchesIn(file, 'text', kernels))).toEqual(rows);
  });

  it('tells which rows are real', async () => {
    const line = (real: string) =>
      `{"id":"1","data":{"real":true,"text":"a"},"notes":{"real":true},"origin":{"real":${real}}}`;
    const lines = [line('true'), line('false'), line('"true"'), '{"data":{"text":"b"},"origin":{"parents":["real"]}}'];
    for (const kind of ['wasm', 'scalar'] as const)
      for (const more of ['', '{"data":{"t\\u0065xt":"odd"},"origin":{"re\\u0061l":true}}\n']) {
        const file = fileOf(lines.map((each) => `${each}\n`).join('') + more);
        for await (const { real } of textBatchesIn(file, 'text', openKernels(kind)))
          expect([...real]).toEqual(more === '' ? [1, 0, 0, 0] : [1, 0, 0, 0, 1]);
      }
  });

  it('gives the same without WebAssembly, and from samples in memory', async () => {
    const lines = CORNERS.filter((line) => line.startsWith('{"data":{"text":'));
    const file = fileOf(lines.map((line) => `${line}\n`).join(''));
    expect(await rowsOf(textBatchesIn(file, 'text', openKernels('scalar')))).toEqual(parsed(lines));
    const samples = async function* () {
      for (const line of lines) yield JSON.parse(line) as Sample;
    };
    expect(await rowsOf(columnBatches(samples(), 'text'))).toEqual(parsed(lines));
  });
});
