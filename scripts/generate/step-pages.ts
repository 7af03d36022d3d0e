/** Writes docs/reference/steps/: the page beside each step, its options filled in; and the index of all. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stages } from '../folders.ts';
import type { LoadedStep } from './load-steps.ts';
import { type OptionRow, optionRows, optionsSchema } from './options.ts';

const marker = '<!-- options -->';
const sees = { nothing: 'begins samples', one: 'sees one sample at a time', all: 'sees all samples at once' };

/** The page of a step, from the page beside its source; undefined where there is none. */
export function stepPage(root: string, { path, step }: LoadedStep): string | undefined {
  const page = path.replace(/\.ts$/, '.md');
  if (!existsSync(join(root, page))) return undefined;
  const text = readFileSync(join(root, page), 'utf8');
  const facts = `*${step.stage}; ${sees[step.sees as keyof typeof sees]}.*`;
  const note = `<!-- From ${page} by \`npm run generate\`: edit it there. -->`;
  const [title = '', ...rest] = text.trimEnd().split('\n');
  const links = (body: string) => body.replace(/\]\((?=\.)([^)]+)\)/g, (_, to: string) => `](${relink(path, to)})`);
  const body = links(rest.join('\n')).replace(marker, () =>
    optionTable(step.shorthand, optionRows(optionsSchema(step))),
  );
  return `${title}\n\n${note}\n\n${facts}\n${body}\n`;
}

/** A relative link of the source page, seen from docs/reference/steps: another step’s page is a neighbour there too. */
const relink = (path: string, to: string): string => {
  const absolute = new URL(to, `file:///${path}`).pathname.slice(1);
  const neighbour = /^src\/[^/]+\/([^/]+\.md)$/.exec(absolute)?.[1];
  return `${neighbour ?? `../../../${absolute}`}${/#.*$/.exec(to)?.[0] ?? ''}`;
};

function optionTable(shorthand: string | undefined, rows: readonly OptionRow[]): string {
  if (rows.length === 0) return 'None.';
  const head = ['| option | type | default | limits | |', '|---|---|---|---|---|'];
  const table = [...head, ...rows.map(tableRow)].join('\n');
  return shorthand === undefined ? table : `${table}\n\nA value in place of the options stands for \`${shorthand}\`.`;
}

const tableRow = ({ name, type, default: byDefault, limits, description }: OptionRow): string =>
  `| ${[`\`${name}\``, type, defaultCell(byDefault), limits, description].map(cell).join(' | ')} |`;

const defaultCell = (text: string): string => (text === '' || text === 'required' ? text : `\`${text}\``);
const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/<(?=[a-z/!])/gi, '&lt;');

/** The index: a table for each stage. */
export function stepIndex(steps: readonly LoadedStep[]): string {
  const sections = stages.map((stage) => {
    const rows = steps.filter(({ step }) => step.stage === stage).map(({ step }) => indexRow(step.name, step.summary));
    return rows.length === 0 ? [] : [`## ${stage}`, '', '| step | |', '|---|---|', ...rows, ''];
  });
  const note = '<!-- Written by `npm run generate`: do not edit. -->';
  return ['# Steps', '', note, '', `${steps.length} steps, in the order of a line.`, '', ...sections.flat()].join('\n');
}

const indexRow = (name: string, summary: string): string => `| [\`${name}\`](steps/${name}.md) | ${cell(summary)} |`;
