/** Pages of steps keep their text, and gain their options. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { z } from 'zod';
import { defineStep } from '../../src/core/define.ts';
import { stepIndex, stepPage } from './step-pages.ts';

const root = mkdtempSync(join(tmpdir(), 'synthloom-pages-'));
afterEach(() => rmSync(root, { recursive: true, force: true }));

const loaded = (shorthand?: string) => ({
  path: 'src/curation/length.ts',
  exported: 'length',
  step: defineStep({
    name: 'length',
    stage: 'curation',
    sees: 'one',
    summary: 'Drops what is too short | long.',
    sources: [],
    options: z.strictObject({ max: z.int().min(1).default(9).describe('Words | tokens, as in <b>.') }),
    touches: () => ({}),
    async *run() {},
    ...(shorthand === undefined ? {} : { shorthand }),
  }).step,
});

it('fills in the options and mends the links', () => {
  mkdirSync(join(root, 'src/curation'), { recursive: true });
  const page =
    '# length\n\nText.\n\n## Options\n\n<!-- options -->\n\nSee [judge](judge.md), [count](../source/count.md#limits), [design](../../ARCHITECTURE.md) and [b](https://b.c).\n';
  writeFileSync(join(root, 'src/curation/length.md'), page);
  const made = stepPage(root, loaded('max'))!;
  expect(made).toMatch(
    /^# length\n\n<!-- From src\/curation\/length\.md .*-->\n\n\*curation; sees one sample at a time\.\*\n\nText\./,
  );
  expect(made).toContain('| `max` | integer | `9` | ≥ 1 | Words \\| tokens, as in &lt;b>. |');
  expect(made).toContain('A value in place of the options stands for `max`.');
  expect(made).toContain(
    '[judge](judge.md), [count](count.md#limits), [design](../../../ARCHITECTURE.md) and [b](https://b.c)',
  );
  expect(made).not.toContain('<!-- options -->');
});

it('has nothing to say of a step without a page', () => {
  expect(stepPage(root, loaded())).toBeUndefined();
});

it('lists steps by stage', () => {
  expect(stepIndex([loaded()])).toContain(
    '## curation\n\n| step | |\n|---|---|\n| [`length`](steps/length.md) | Drops what is too short \\| long. |',
  );
});
