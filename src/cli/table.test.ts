import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayWidth } from '../text/display-width.ts';
import { pageText } from './page-text.ts';
import { tableText } from './table.ts';

describe('a table', () => {
  it('gives columns what they need, and cuts only those that may give way', () => {
    const head = [
      { name: 'id' },
      { name: 'n', figure: true },
      { name: 'text', grows: true },
      { name: 'label', grows: true },
    ];
    const rows = [
      ['abc', '7', 'a text that is much too long for the screen', 'x'],
      ['de', '123', 'two\nlines', 'y\u001b[2J'],
    ];
    expect(tableText(head, rows, { columns: 40 }).split('\n')).toEqual([
      'id     n  text                     label',
      'abc    7  a text that is much to…  x',
      'de   123  two⏎lines                y␛[2J',
    ]);
  });

  it('keeps to the width whatever is in it', () => {
    const rows = fc.array(fc.tuple(fc.string(), fc.string({ unit: 'grapheme' }), fc.string()));
    fc.assert(
      fc.property(rows, fc.integer({ min: 20, max: 90 }), (cells, columns) => {
        const text = tableText(
          ['a', 'b', 'c'].map((name) => ({ name, grows: true })),
          cells,
          { columns },
        );
        for (const line of text.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
        expect(text.split('\n')).toHaveLength(cells.length + 1);
      }),
    );
  });
});

describe('a page', () => {
  it('is laid out without its marks, code as it stands', () => {
    const page =
      '# x\n\nA **bold** word and a [link](../y.md), in a sentence that is wrapped.\n\n## Options\n\n<!-- options -->\n\n- one item\n  that goes on\n- `two`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```yaml\na: 1\n\nb: [x](y)\n```\n';
    const text = pageText(page, { columns: 40, options: ['  field  what it is'], paint: (_, words) => words });
    expect(text.split('\n')).toEqual([
      ...[
        'x',
        '',
        'A bold word and a link, in a sentence',
        'that is wrapped.',
        '',
        'Options',
        '',
        '  field  what it is',
        '',
      ],
      ...['  - one item that goes on', '  - `two`', '', '  | a | b |', '  | 1 | 2 |', ''],
      ...['    a: 1', '    ', '    b: [x](y)', ''],
    ]);
  });
});
