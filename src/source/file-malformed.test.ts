/** Files that are broken in every way we know of: each is refused with its code, file, line and column. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Mistakes, type SynthloomError } from '../core/errors.ts';
import { runStep } from '../testing/test-step.ts';
import { file } from './file.ts';

interface Case {
  readonly name: string;
  readonly path?: string;
  readonly bytes: string | Uint8Array;
  readonly with?: object;
  readonly code?: string;
  /** `line:column`, `line`, or nothing where the fault is the file's. */
  readonly at?: string;
  /** Part of the message. */
  readonly says: string | RegExp;
  /** Rows that survive with `skipBad`; absent where the file as a whole is refused. */
  readonly rescued?: number;
}

const good = '{"a":"x"}\n';
const bytes = (...parts: (string | readonly number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));

const jsonl: Case[] = [
  { name: 'a torn last line', bytes: `${good}{"a":"x`, at: '2:8', says: 'breaks off inside the text', rescued: 1 },
  { name: 'a torn object', bytes: `${good}{"a":1,`, at: '2:8', says: 'breaks off', rescued: 1 },
  { name: 'a missing comma', bytes: `{"a":1 "b":2}\n${good}`, at: '1:8', says: 'a comma or `}`', rescued: 1 },
  { name: 'a comma too many', bytes: `${good}{"a":1,}\n`, at: '2:7', says: 'comma with nothing after', rescued: 1 },
  {
    name: 'a comma too many in a list',
    bytes: `${good}{"a":[1,]}\n`,
    at: '2:8',
    says: 'comma with nothing after',
    rescued: 1,
  },
  {
    name: 'two objects on a line',
    bytes: `${good}{"a":1}{"a":2}\n`,
    at: '2:8',
    says: 'second value begins here',
    rescued: 1,
  },
  { name: 'text after the object', bytes: `${good}{"a":1};\n`, at: '2:8', says: '`;` after the value', rescued: 1 },
  { name: 'single quotes', bytes: `${good}{'a':1}\n`, at: '2:2', says: 'single quotes', rescued: 1 },
  { name: 'a bare key', bytes: `${good}{a:1}\n`, at: '2:2', says: 'key in double quotes', rescued: 1 },
  { name: 'a comment', bytes: `// head\n${good}`, at: '1:1', says: 'a comment', rescued: 1 },
  { name: 'NaN', bytes: `${good}{"a":NaN}\n`, at: '2:6', says: '`NaN` is not a value', rescued: 1 },
  { name: 'Infinity', bytes: `${good}{"a":-Infinity}\n`, at: '2:6', says: '`-Infinity` is not a value', rescued: 1 },
  { name: 'undefined', bytes: `${good}{"a":undefined}\n`, at: '2:6', says: '`undefined`', rescued: 1 },
  { name: 'Python’s True', bytes: `${good}{"a":True}\n`, at: '2:6', says: '`True`', rescued: 1 },
  { name: 'a leading zero', bytes: `${good}{"a":007}\n`, at: '2:6', says: '`007` is not a number', rescued: 1 },
  { name: 'a hexadecimal number', bytes: `${good}{"a":0x1F}\n`, at: '2:6', says: '`0x1F` is not a number', rescued: 1 },
  {
    name: 'a key that stands twice',
    bytes: `${good}{"a":1,"b":2,"a":3}\n`,
    at: '2:14',
    says: /"a" stands twice/,
    rescued: 1,
  },
  {
    name: 'an inner key twice, with spaces',
    bytes: `${good}{"o":{"k" :1,"k":2}}\n`,
    at: '2:14',
    says: /"k" stands twice/,
    rescued: 1,
  },
  {
    name: 'an escaped key twice',
    bytes: `${good}{"a":1,"\\u0061":2}\n`,
    at: '2:8',
    says: /"a" stands twice/,
    rescued: 1,
  },
  {
    name: 'nested 300 deep',
    bytes: `${good}{"a":${'['.repeat(300)}${']'.repeat(300)}}\n`,
    at: '2:261',
    says: 'deeper than 256',
    rescued: 1,
  },
  {
    name: 'nested a million deep',
    bytes: `${'['.repeat(1e6)}\n${good}`,
    at: '1:257',
    says: 'deeper than 256',
    rescued: 1,
  },
  {
    name: 'half a surrogate pair',
    bytes: `${good}{"a":"hi \\ud800"}\n`,
    at: '2:10',
    says: 'half a surrogate pair',
    rescued: 1,
  },
  { name: 'an escape that does not exist', bytes: `${good}{"a":"\\x41"}\n`, at: '2:7', says: 'escape \\x', rescued: 1 },
  { name: 'a short \\u', bytes: `${good}{"a":"\\u12"}\n`, at: '2:7', says: 'four hexadecimal digits', rescued: 1 },
  { name: 'a tab inside a text', bytes: `${good}{"a":"x\ty"}\n`, at: '2:8', says: 'a tab inside a text', rescued: 1 },
  { name: 'a NUL', bytes: bytes(good, '{"a":"x', [0], '"}\n'), at: '2:8', says: 'NUL at byte 17', rescued: 1 },
  {
    name: 'broken UTF-8',
    bytes: bytes(good, '{"a":"é', [0xff], '"}\n'),
    at: '2:8',
    says: 'byte 18 (0xff)',
    rescued: 1,
  },
  {
    name: 'overlong UTF-8',
    bytes: bytes(good, '{"a":"', [0xc0, 0xaf], '"}\n'),
    at: '2:7',
    says: 'byte 16 (0xc0)',
    rescued: 1,
  },
  {
    name: 'a surrogate in UTF-8',
    bytes: bytes(good, '{"a":"', [0xed, 0xa0, 0x80], '"}\n'),
    at: '2:7',
    says: '0xed',
    rescued: 1,
  },
  { name: 'a list in place of an object', bytes: `${good}["x"]\n`, at: '2:1', says: 'this is a list', rescued: 1 },
  { name: 'a text in place of an object', bytes: `${good}  "x"\n`, at: '2:3', says: 'this is a text', rescued: 1 },
  { name: 'null in place of an object', bytes: `${good}null\n`, at: '2:1', says: 'this is null', rescued: 1 },
  { name: 'a whole JSON array', bytes: '[\n{"a":1},\n{"a":2}\n]\n', at: '1:2', says: 'set `format: json`' },
  { name: 'a whole JSON array on a line', bytes: '[{"a":1},{"a":2}]\n', at: '1:1', says: 'set `format: json`' },
];

const json: Case[] = [
  {
    name: 'an array that is not closed',
    bytes: '[{"a":1},\n{"a":2}',
    at: '2:8',
    says: 'array that the file begins with is not closed',
  },
  { name: 'a torn element', bytes: '[{"a":1},\n {"a":', at: '2:7', says: 'breaks off' },
  { name: 'no comma between elements', bytes: '[\n{"a":1}\n{"a":2}]', at: '3:1', says: 'a comma should stand' },
  { name: 'a comma after the last', bytes: '[{"a":1},\n]', at: '2:1', says: 'comma with nothing after' },
  { name: 'two commas', bytes: '[{"a":1},,{"a":2}]', at: '1:10', says: 'no value before' },
  { name: 'something after the array', bytes: '[{"a":1}]\n{"a":2}', at: '2:1', says: 'after the end of the array' },
  { name: 'a number among objects', bytes: '[{"é":"é"}, 7]', at: '1:13', says: 'this is a number', rescued: 1 },
  {
    name: 'a fault within an element',
    bytes: '[{"a":1},\n{"é":"é",\n  "b": NaN}]',
    at: '3:8',
    says: '`NaN`',
    rescued: 1,
  },
  { name: 'a bare word', bytes: 'hello\n', at: '1:1', says: '`hello` is not a value' },
];

const csv: Case[] = [
  { name: 'a quote that nothing closes', bytes: 'a,b\n1,2\n3,"x\n5,6\n', at: '3:3', says: 'never closed', rescued: 2 },
  { name: 'a quote that opens the last line', bytes: 'a,b\n1,2\n"', at: '3:1', says: 'never closed', rescued: 1 },
  {
    name: 'text after a closing quote',
    bytes: 'a,b\n1,2\n"x"y,3\n',
    at: '3:4',
    says: 'after a closing quote',
    rescued: 1,
  },
  {
    name: 'text after a quote of three lines',
    bytes: 'a,b\n1,2\n"x\ny\nz"w,3\n',
    at: '5:3',
    says: 'after a closing quote',
    rescued: 1,
  },
  {
    name: 'a row too short',
    bytes: 'a,b,c\n1,2,3\n4,5\n',
    at: '3',
    says: '2 cells, and the header has 3: `c`',
    rescued: 1,
  },
  {
    name: 'a row too long',
    bytes: 'a,b\n1,2\n"1\n1",2,3\n',
    at: '3',
    says: '3 cells, and the header has 2',
    rescued: 1,
  },
  { name: 'two columns of one name', bytes: 'a,b,a\n1,2,3\n', at: '1', says: 'columns 1 and 3 are both named `a`' },
  { name: 'a column without a name', bytes: 'a,,c\n1,2,3\n', at: '1', says: 'column 2 has no name' },
  { name: 'Latin-1', bytes: bytes('a,b\n1,2\ncaf', [0xe9], ',3\n'), at: '3:4', says: '`encoding: latin1`', rescued: 1 },
  { name: 'a NUL in a cell', bytes: bytes('a,b\n1,2\n', [0], ',3\n'), at: '3:1', says: 'NUL at byte 8', rescued: 1 },
  { name: 'carriage returns alone', bytes: 'a,b\r1,2\r3,4\r', at: '1', says: 'carriage return alone' },
  {
    name: 'a text in a column of numbers',
    bytes: 'a,b\n1,2\nx,3\n',
    with: { types: { a: 'number' } },
    at: '3',
    says: '`x` is no number',
    rescued: 1,
  },
  {
    name: 'a type for no column',
    bytes: 'a,b\n1,2\n',
    with: { types: { z: 'number' } },
    at: '2',
    says: 'no column `z`',
  },
  {
    name: 'UTF-16 that breaks off',
    bytes: bytes([0xff, 0xfe], [0x61, 0, 0x2c, 0, 0x62, 0, 0x0a, 0, 0x31]),
    says: 'it is not utf-16le',
  },
  {
    name: 'another mark than the recipe says',
    bytes: bytes([0xff, 0xfe, 0x61, 0]),
    with: { encoding: 'latin1' },
    says: 'mark says utf-16le',
  },
];

const whole: Case[] = [
  { name: 'no byte', bytes: '', code: 'empty-data', says: 'it has 0 bytes' },
  { name: 'blank lines only', bytes: '\n  \n\n', code: 'empty-data', says: 'it is blank' },
  { name: 'a byte order mark only', bytes: bytes([0xef, 0xbb, 0xbf]), code: 'empty-data', says: 'it is blank' },
  { name: 'a header only', path: 'x.csv', bytes: 'a,b\n', code: 'empty-data', says: 'only a header' },
  { name: 'an empty array', path: 'x.json', bytes: '[ ]', code: 'empty-data', says: 'it is blank' },
  {
    name: 'gzip cut off',
    path: 'x.jsonl.gz',
    bytes: gzipSync(good.repeat(99)).subarray(0, 30),
    says: 'gzip data is damaged or cut off',
  },
  {
    name: 'gzip with a wrong sum',
    path: 'x.jsonl.gz',
    bytes: bytes([...gzipSync(good)].with(-5, 0).with(-6, 0)),
    says: 'gzip data is damaged',
  },
  { name: 'an Excel workbook', path: 'x.csv', bytes: bytes('PK', [3, 4], 'x'), says: 'Excel workbook' },
  { name: 'Parquet named JSON lines', bytes: 'PAR1 PAR1', says: 'set `format: parquet`' },
  { name: 'an ending that says nothing', path: 'x.dat', bytes: good, code: 'bad-option', says: 'says nothing' },
  {
    name: 'Parquet without its footer',
    path: 'x.parquet',
    bytes: bytes('PAR1', Array(40).fill(0)),
    says: 'the footer',
  },
  { name: 'text named Parquet', path: 'x.parquet', bytes: good.repeat(9), says: 'does not begin as a Parquet file' },
  { name: 'Parquet of nothing', path: 'x.parquet', bytes: 'PAR1PAR1', says: 'too short' },
  {
    name: 'a Parquet footer of nonsense',
    path: 'x.parquet',
    bytes: bytes('PAR1', Array(64).fill(0xa5), [64, 0, 0, 0], 'PAR1'),
    says: 'footer is damaged',
  },
  {
    name: 'a Parquet footer longer than its file',
    path: 'x.parquet',
    bytes: bytes('PAR1', Array(20).fill(0), [255, 255, 255, 127], 'PAR1'),
    says: 'footer is damaged',
  },
  { name: 'encrypted Parquet', path: 'x.parquet', bytes: bytes('PARE', Array(20).fill(0), 'PARE'), says: 'encrypted' },
];

const cases: Case[] = [
  ...jsonl.map((each) => ({ path: 'data/x.jsonl', ...each })),
  ...json.map((each) => ({ path: 'x.json', ...each })),
  ...csv.map((each) => ({ path: 'x.csv', ...each })),
  ...whole.map((each) => ({ path: 'x.jsonl', ...each })),
];

const read = ({ path = 'x.jsonl', bytes: content, with: more }: Case, extra = {}) =>
  runStep(file, { with: { path, ...more, ...extra }, files: { [path]: content } });

const placeOf = ({ where }: SynthloomError) =>
  [where?.line, where?.column].filter((part) => part !== undefined).join(':');

describe('a broken file', () => {
  test.each(cases)('$path: $name', async (each) => {
    const error: SynthloomError = await read(each).then(
      () => expect.fail('it was read'),
      (reason) => reason,
    );
    const first = error instanceof Mistakes ? error.all[0]! : error;
    expect(first.message).toMatch(each.says);
    expect({ family: error.family, code: first.code, at: placeOf(first) }).toEqual({
      family: 'mistake',
      code: each.code ?? 'bad-data',
      at: each.at ?? '',
    });
    if (first.code !== 'bad-option') expect(first.where?.file).toBe(each.path);
  });

  test.each(cases.filter((each) => each.rescued !== undefined))('$path, skipped: $name', async (each) => {
    const { kept, dropped, measures } = await read(each, { skipBad: true });
    expect(kept.length).toBe(each.rescued);
    expect(dropped.map((drop) => drop.reason)).toEqual(Array(dropped.length).fill('bad-line'));
    const line = Number(each.at!.split(':')[0]);
    expect(dropped[0]!.sample.data.at).toBe(`${each.path}:${line}`);
    expect(dropped[0]!.sample.data.reason).toMatch(each.says);
    expect((dropped[0]!.sample.data.raw as string).length).toBeGreaterThan(0);
    expect(measures.find((measure) => measure.name === 'bad-lines')?.value).toBe(dropped.length);
  });

  test.each(cases.filter((each) => each.rescued === undefined && each.code === undefined))(
    '$path, refused even with skipBad: $name',
    async (each) => {
      await expect(read(each, { skipBad: true })).rejects.toMatchObject({ family: 'mistake' });
    },
  );

  test('tells all mistakes of a file, up to twenty', async () => {
    const lines = Array.from({ length: 30 }, (_, at) => (at % 2 === 0 ? '{"a":1}' : '{"a":}')).join('\n');
    const error = await read({ name: '', bytes: lines, says: '' }).catch((reason) => reason as Mistakes);
    expect((error as Mistakes).all.map(placeOf)).toEqual(Array.from({ length: 15 }, (_, at) => `${2 * at + 2}:6`));
    const many = await read({ name: '', bytes: '{]\n'.repeat(1000), says: '' }).catch((reason) => reason as Mistakes);
    expect((many as Mistakes).all.length).toBe(20);
  });
});
