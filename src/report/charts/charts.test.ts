import { expect, test } from 'vitest';
import { whyNotWellFormed } from '../well-formed.ts';
import { barsChart } from './bars.ts';
import { chartWidths, fitted, textWidth } from './chart.ts';
import { histogramChart } from './histogram.ts';
import { type RiverBend, riverChart } from './journey.ts';
import { roundsChart } from './rounds.ts';

const widths = Object.values(chartWidths);

/** Every number in geometry is finite, and nothing is drawn with a negative size. */
function check(markup: string): void {
  expect(whyNotWellFormed(markup)).toBeUndefined();
  expect(markup).not.toMatch(/NaN|Infinity|undefined|(?:width|height|r)="-/);
}

const bend = (name: string, before: number, over: Partial<RiverBend> = {}): RiverBend => {
  const made = over.made ?? 0;
  const lost = (over.losses ?? []).reduce((sum, loss) => sum + loss.count, 0);
  return {
    name,
    before,
    made: 0,
    replaced: 0,
    losses: [],
    after: before + made - lost - (over.replaced ?? 0),
    ...over,
  };
};

test('the reader of XML tells well-formed from not', () => {
  expect(whyNotWellFormed('<a b="c"><d/>e &amp; f</a>')).toBeUndefined();
  for (const bad of [
    '',
    'a',
    '<a>',
    '<a></b>',
    '<a b=c/>',
    '<a b="1" b="2"/>',
    '<a>&nbsp;</a>',
    '<a>&</a>',
    '<a/><b/>',
    '<a b="<"/>',
    '<a <b/>',
  ])
    expect(whyNotWellFormed(bad), bad).toBeTypeOf('string');
});

test.each(widths)('a river of any shape is drawn, %d pixels wide', (width) => {
  const shapes: RiverBend[][] = [
    [],
    [bend('count', 0)],
    [bend('count', 0, { made: 1 })],
    [bend('count', 0, { made: 100 }), bend('prompt', 100, { losses: [{ reason: 'all', count: 100 }] })],
    [bend('count', 0, { made: 1_000_000 }), bend('judge', 1_000_000, { losses: [{ reason: 'one', count: 1 }] })],
    [bend('count', 0, { made: 10 }), bend('evolve', 10, { made: 500, replaced: 10 })],
    Array.from({ length: 12 }, (_, at) =>
      bend(`a-step-with-a-long-name-${at}`, 1000 - at, {
        made: at === 0 ? 1000 : 0,
        losses: Array.from({ length: 6 }, (_, reason) => ({ reason: `because-of-something-long-${reason}`, count: 1 })),
      }),
    ),
  ];
  for (const bends of shapes)
    check(riverChart({ label: 'x', bends, end: { name: 'accepted', count: bends.at(-1)?.after ?? 0 } }, width).markup);
});

test('the river is as wide as what flows: half of it lost, half of it left', () => {
  const bends = [bend('count', 0, { made: 80 }), bend('judge', 80, { losses: [{ reason: 'judged', count: 40 }] })];
  const { markup } = riverChart({ label: 'x', bends, end: { name: 'accepted', count: 40 } }, 680);
  const [first, second] = [
    ...markup.matchAll(/class="river" d="M[\d.]+ ([\d.]+)L[\d.]+ ([\d.]+)C[^L]*L[\d.]+ ([\d.]+)/g),
  ];
  const full = Number(first?.[2]) - Number(first?.[1]);
  expect(full).toBeCloseTo(92, 0);
  expect(Number(second?.[3]) - Number(second?.[1])).toBeCloseTo(full / 2, 1);
});

test('a narrow river names every loss and keeps the order of the line', () => {
  const bends = [
    bend('count', 0, { made: 20 }),
    bend('length', 20, {
      losses: [
        { reason: 'too-short-to-be-of-any-use-to-anybody', count: 5 },
        { reason: 'too-long', count: 1 },
      ],
    }),
  ];
  const { markup } = riverChart({ label: 'x', bends, end: { name: 'accepted', count: 14 } }, 340);
  const texts = [...markup.matchAll(/<text[^>]*>([^<]*)/g)].map((match) => match[1]);
  expect(texts).toEqual([
    '20',
    'count',
    '14',
    'length',
    '−5',
    expect.stringMatching(/^too-short-to-be.*…$/),
    '−1',
    'too-long',
    '14',
    'accepted',
  ]);
});

test('many reasons become a few and a sum', () => {
  const losses = [9, 5, 3, 2, 1].map((count, at) => ({ reason: `r${at}`, count }));
  const { markup } = riverChart(
    {
      label: 'x',
      bends: [bend('a', 0, { made: 50 }), bend('b', 50, { losses })],
      end: { name: 'accepted', count: 30 },
    },
    340,
  );
  expect(markup).toContain('3 other reasons');
  expect(markup).toContain('−6');
});

test.each(widths)(
  'bars are in proportion, zero draws none, and names that do not fit are cut, %d pixels wide',
  (width) => {
    const long = 'A class with a name that goes on and on and never comes to its end at all';
    const rows = [
      { name: long, value: 100, asked: 50, words: '100' },
      { name: 'half', value: 50, asked: 50, words: '50' },
      { name: 'none', value: 0, asked: 50, words: '0' },
    ];
    const { markup } = barsChart({ label: 'x', rows }, width);
    check(markup);
    const lengths = [...markup.matchAll(/class="mark" d="M[\d.]+ [\d.]+h([\d.]+)/g)].map(
      (match) => Number(match[1]) + 2.5,
    );
    expect(lengths).toHaveLength(2);
    expect((lengths[0] as number) / (lengths[1] as number)).toBeCloseTo(2, 1);
    expect(markup.match(/class="asked"/g)).toHaveLength(3);
    expect(markup).toContain(`<title>${long}: 100</title>`);
    expect(markup).toMatch(/>A class with[^<]*…</);
  },
);

test('bars of nothing, and bars that are all zero, are drawn', () => {
  check(barsChart({ label: 'x', rows: [] }, 340).markup);
  check(barsChart({ label: 'x', rows: [{ name: '', value: 0, words: '' }] }, 340).markup);
});

test('a histogram draws a column for each bin, the tallest in full', () => {
  const bins = [
    { from: 0, to: 5, count: 1 },
    { from: 5, to: 10, count: 4 },
    { from: 10, to: 15, count: 0 },
  ];
  const spread = {
    field: 'text',
    unit: 'words',
    total: 5,
    min: 2,
    max: 9,
    mean: 6,
    quantiles: [2, 5, 7, 8, 9],
    bins,
    beyond: 0,
  } as const;
  for (const width of widths) {
    const { markup } = histogramChart(spread, width);
    check(markup);
    const heights = [...markup.matchAll(/<rect[^>]*height="([\d.]+)"/g)].map((match) => Number(match[1]));
    expect(heights).toEqual([24, 96, 0]);
    expect(markup).toContain('5 to 9: 4 samples');
  }
});

test('a histogram of a single value, and of none, is drawn', () => {
  const one = {
    field: 'n',
    unit: 'value',
    total: 3,
    min: 7,
    max: 7,
    mean: 7,
    quantiles: [7, 7, 7, 7, 7],
    beyond: 0,
  } as const;
  check(histogramChart({ ...one, bins: [{ from: 7, to: 8, count: 3 }] }, 340).markup);
  check(histogramChart({ ...one, bins: [] }, 340).markup);
});

test('rounds are drawn to the target and beyond, few or many', () => {
  for (const accepted of [[0, 0], [5, 9, 12], Array.from({ length: 1000 }, (_, at) => at)])
    for (const width of widths) {
      check(roundsChart({ label: 'x', accepted, wanted: 10 }, width).markup);
      check(roundsChart({ label: 'x', accepted }, width).markup);
    }
});

test('a text is cut to its room, whole where it fits, and never to nothing', () => {
  expect(fitted('short', 200, 13)).toBe('short');
  const cut = fitted('something that is much too long for its place', 100, 13);
  expect(cut.endsWith('…')).toBe(true);
  expect(textWidth(cut, 13)).toBeLessThanOrEqual(100);
  expect(fitted('退货与退款政策咨询', 60, 13)).toBe('退货与…');
  expect(fitted('wide', 1, 13)).toBe('w…');
});
