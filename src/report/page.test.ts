import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Json } from '../core/sample.ts';
import { seededRandom } from '../math/random.ts';
import { type RunRead, reportData } from './collect.ts';
import { countsOf, exampleManifest, exampleQuarantine, exampleSample, exampleSamples } from './example-run.ts';
import { reportHtml } from './page.ts';
import { readQuarantine } from './read-quarantine.ts';
import { readSamples } from './read-samples.ts';
import { style } from './style.ts';
import { whyNotWellFormed } from './well-formed.ts';

async function* streamed<T>(items: readonly T[]): AsyncIterable<T> {
  yield* items;
}

async function pageOf(over: Partial<RunRead> = {}, samples = exampleSamples()): Promise<string> {
  const data = reportData({
    manifest: exampleManifest(),
    recipe: { text: 'recipe: messages\n', language: 'yaml' },
    samples: await readSamples(streamed(samples), seededRandom('a'), { groupBy: 'intent', categories: [] }),
    quarantine: await readQuarantine(streamed(exampleQuarantine()), seededRandom('b')),
    questions: [],
    unread: 0,
    ...over,
  });
  return reportHtml(data);
}

const evil = `</style></title></svg><script>alert(1)</script><img src=x onerror=alert(2)>" onload="alert(3)" ' --> ]]> \u001b]0;x\u0007 \u202e`;
const isEvil = (text: Json): Json => (typeof text === 'string' ? `${evil} ${text}` : text);

/** A run in which every text that a user or a model can write is hostile. */
async function hostilePage(): Promise<string> {
  const manifest = exampleManifest();
  const samples = exampleSamples(40).map((sample, row) => ({
    ...sample,
    id: row === 0 ? evil : sample.id,
    notes: { [evil]: evil },
    data: {
      intent: isEvil(sample.data.intent as Json),
      [evil]: isEvil(sample.data.text as Json),
      messages: [{ role: evil, content: evil }],
      nested: { [evil]: [evil, { [evil]: evil }] },
    },
  }));
  const quarantine = exampleQuarantine().map((line) => ({
    ...line,
    step: `${evil}${line.step}`,
    reason: evil,
    message: evil,
    raw: evil,
  }));
  return pageOf(
    {
      manifest: {
        ...manifest,
        recipe: evil,
        description: evil,
        models: { [evil]: { id: evil, [evil]: evil, sha256: evil } },
        target: { per: evil, min: 3 },
        rounds: manifest.rounds.map((round) => ({ ...round, missing: { [evil]: 2 } })),
        counts: [...manifest.counts, countsOf(evil, 'curation', { in: 14, kept: 13, dropped: { [evil]: 1 } })],
        spending: manifest.spending.map((item) => ({ ...item, step: evil, role: evil, model: evil })),
        measures: [
          { step: evil, name: 'mtld', value: Number.NaN, unit: evil, labels: { field: evil, [evil]: evil } },
          { step: evil, name: evil, value: 1, unit: evil, labels: { [evil]: evil } },
          { step: evil, name: 'asked-share', value: 1, unit: 'ratio', labels: { field: 'intent', value: evil } },
        ],
        notes: [evil],
        files: [{ step: evil, path: evil, bytes: 1 }],
        line: [{ key: evil, name: evil, options: {} }],
        synthloom: evil,
        node: evil,
        startedAt: evil,
      },
      recipe: { text: evil, language: 'yaml' },
      quarantine: await readQuarantine(streamed(quarantine), seededRandom('b')),
      questions: [{ step: evil, model: evil, messages: [{ role: evil, content: evil }], text: evil }],
      samplesPer: evil,
    },
    samples,
  );
}

/** Elements of a page, with their attributes, outside of text. */
const tagsOf = (page: string): string[] => page.match(/<[a-z][^>]*>/gi) ?? [];
const allowed =
  /^<(html|head|meta|title|style|body|header|main|footer|nav|section|article|figure|figcaption|details|summary|table|thead|tbody|tfoot|tr|th|td|dl|dt|dd|ul|li|p|a|b|i|h1|h2|h3|code|pre|div|span|svg|g|path|rect|circle|text)\b/;

test('hostile text of users and models stays text', async () => {
  const page = await hostilePage();
  expect(tagsOf(page).filter((tag) => !allowed.test(tag))).toEqual([]);
  expect(
    tagsOf(page).filter((tag) => /\son\w+\s*=|javascript:|\ssrc\s*=|\sstyle\s*=/i.test(tag.replace(/"[^"]*"/g, '""'))),
  ).toEqual([]);
  expect(page.match(/<\/style>/g)).toHaveLength(1);
  expect(page).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202a-\u202e]/);
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
});

test('the page loads nothing and runs nothing', async () => {
  for (const page of [await pageOf(), await hostilePage()]) {
    const tags = tagsOf(page).join('\n');
    expect(tags).not.toMatch(/<(script|link|iframe|img|object|embed|base|form|use|image|foreignObject)\b/i);
    const links = [...tags.matchAll(/\b(?:href|src|xlink:href|action|data)="([^"]*)"/g)].map(
      (match) => match[1] as string,
    );
    expect(links.filter((link) => !link.startsWith('#'))).toEqual([]);
    const css = /<style>(.*?)<\/style>/s.exec(page)?.[1] as string;
    expect(css).not.toMatch(/@import|url\(|expression\(/i);
    expect(page).toContain(
      `default-src 'none'; style-src 'sha256-${createHash('sha256').update(css).digest('base64')}'; base-uri 'none'`,
    );
  }
});

test('every link of the contents leads somewhere, and no id stands twice', async () => {
  const page = await pageOf();
  const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]);
  expect(new Set(ids).size).toBe(ids.length);
  for (const match of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(match[1]);
});

test('every drawing is well-formed XML, says what it shows, and has a table beside it', async () => {
  for (const page of [await pageOf(), await hostilePage()]) {
    const drawings = page.match(/<svg.*?<\/svg>/gs) ?? [];
    expect(drawings.length).toBeGreaterThan(6);
    for (const drawing of drawings) expect(whyNotWellFormed(drawing)).toBeUndefined();
    for (const drawing of drawings.filter((each) => each.includes('class="chart')))
      expect(drawing).toMatch(/role="img" aria-label="[^"]+"/);
    const figures = page.match(/<figure>.*?<\/figure>/gs) ?? [];
    expect(figures.length).toBeGreaterThan(3);
    for (const figure of figures) expect(figure).toMatch(/<details>.*<table>/s);
  }
});

test('the facts stand on the page, in the order in which a reader asks for them', async () => {
  const page = await pageOf();
  const first = '<h1>12 accepted samples of the 12 asked for, in 2 rounds, 3 min 12 s, for $0.06.</h1>';
  const order = [
    'What was asked',
    'What came out',
    'Of 20 samples begun, 12 reached the end of the line (60 %). 6 were lost on the way',
    '2 passed every step and were more than the target wants.',
    'Asked and got',
    'Lengths',
    'Diversity',
    'Cost and time',
    '$0.0050, 1.67 calls',
    '12 samples to read',
    'Message 11 asks politely',
    'What was left out, and why',
    'Dear customer service, I am writing',
    'Worth knowing',
    'How to make it again',
    'npx synthloom@0.1.0 run recipe.yaml --seed 7',
    'ab'.repeat(32),
  ];
  let from = page.indexOf('<main>');
  expect(page.indexOf(first)).toBeLessThan(from);
  for (const words of order) {
    const at = page.indexOf(words, from);
    expect(at, words).toBeGreaterThan(0);
    from = at;
  }
});

test('an empty run makes a page too, without a word about what is not there', async () => {
  const manifest = exampleManifest({
    accepted: 0,
    counts: [],
    spending: [],
    rounds: [],
    files: [],
    line: [],
    models: {},
    measures: [],
  });
  const page = await pageOf({ manifest, quarantine: [], recipe: { text: '', language: 'json' } }, []);
  expect(page).toContain('No sample was begun.');
  expect(page).toContain('Nothing was accepted');
  expect(page).not.toMatch(/NaN|Infinity|undefined|null|<svg/);
});

test('dialogues, lists and long texts read as such', async () => {
  const long = `${'All work and no play. '.repeat(200)}THE END`;
  const samples = [
    exampleSample(1, {
      messages: [
        { role: 'user', content: 'Where is it?' },
        { role: 'assistant', content: 'On its way.' },
      ],
    }),
    exampleSample(2, {
      story: long,
      tags: ['a', 'b'],
      nothing: null,
      empty: '',
      facts: { place: 'a town that is far from here', since: 1900, more: { x: 'y'.repeat(80) } },
    }),
  ];
  const page = await pageOf({}, samples);
  expect(page).toContain('<dt>user</dt><dd>Where is it?</dd><dt>assistant</dt><dd>On its way.</dd>');
  expect(page).toMatch(/<details><summary>[\d,]+ more characters<\/summary>[^<]*THE END<\/details>/);
  expect(page).toContain('<i>tags</i>a, b');
  expect(page).toContain('<i>nothing</i>null');
  expect(page).toContain('(empty)');
  expect(page).toContain('since</span> 1900');
});

test('text and marks stand out from their ground, in light and in dark', () => {
  const luminance = (hex: string) => {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a: string, b: string) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
    return (high + 0.05) / (low + 0.05);
  };
  const palettes = style
    .match(/--paper:#[^}]*/g)
    ?.map((text) => new Map([...text.matchAll(/--([\w-]+):(#\w{6})/g)].map((match) => [match[1], match[2] as string])));
  const full = palettes?.filter((palette) => palette.size > 5) ?? [];
  expect(full.length).toBeGreaterThanOrEqual(2);
  for (const palette of full) {
    const of = (name: string, ground: string) => contrast(palette.get(name) as string, palette.get(ground) as string);
    for (const name of ['ink', 'soft', 'kept', 'lost']) expect(of(name, 'paper'), name).toBeGreaterThanOrEqual(4.5); // WCAG 2.2, 1.4.3
    for (const name of ['ink', 'soft']) expect(of(name, 'wash'), name).toBeGreaterThanOrEqual(4.5);
    expect(of('asked', 'paper')).toBeGreaterThanOrEqual(3); // 1.4.11
  }
});

test('a step is called by its name, and by its key where two have one name', async () => {
  const manifest = exampleManifest({
    line: ['prompt→text', 'length→a', 'length→b'].map((key) => ({
      key,
      name: key.split('→')[0] as string,
      options: {},
    })),
    counts: [countsOf('prompt→text', 'generation', { in: 12, kept: 11, dropped: { copied: 1 } })],
  });
  const page = await pageOf({ manifest, quarantine: [] });
  expect(page).not.toContain('prompt→text');
  expect(page).toContain('length→a');
});

test('the same data makes the same page', async () => {
  expect(await pageOf()).toBe(await pageOf());
});

test('says how to go on with a run that was cut short, and does not call it whole', async () => {
  expect(await pageOf()).toContain('this asks no model anything');
  const cut = await pageOf({ manifest: exampleManifest({ ending: 'interrupted' }) });
  expect(cut).toContain('this goes on where the run stopped');
  expect(cut).not.toContain('this asks no model anything');
});

test('says that all samples passed a filter, never that they passed an export or a step that none reached', async () => {
  const counts = [
    countsOf('count', 'source', { made: 12, kept: 12 }),
    countsOf('length', 'curation', { in: 12, kept: 12 }),
    countsOf('prompt', 'generation', { in: 12, failed: { refused: 12 } }),
    countsOf('validate', 'curation', {}),
    countsOf('jsonl', 'export', {}),
  ];
  const page = await pageOf({ manifest: exampleManifest({ counts, accepted: 0 }) }, []);
  expect(page).toContain('All samples passed length.');
});

test('one call is one call', async () => {
  const one = { step: 'prompt', role: 'w', model: 'm', calls: 12, inputTokens: 9, outputTokens: 9, costUsd: 0.1 };
  const [known] = exampleManifest().spending;
  const page = await pageOf({ manifest: exampleManifest({ accepted: 12, spending: [{ ...known!, ...one }] }) });
  expect(page).toContain(', 1 call<');
});
