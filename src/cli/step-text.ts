/** Steps as text: the list by stage, and the page of one, laid out for a terminal. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { AnyStep } from '../core/define.ts';
import type { Stage } from '../core/step.ts';
import { fitToWidth, wrapToWidth } from '../text/display-width.ts';
import { pageText } from './page-text.ts';
import { labelled } from './sample-text.ts';
import { columnsOf, paint } from './screen.ts';

const STAGES: readonly Stage[] = ['source', 'generation', 'curation', 'evaluation', 'export'];

/** In the order of a line. */
export function stepList(steps: readonly AnyStep[]): string {
  const width = Math.max(...steps.map(({ name }) => name.length));
  const room = columnsOf(process.stdout) - width - 4;
  const sections = STAGES.flatMap((stage) => {
    const rows = steps.filter((step) => step.stage === stage).flatMap((step) => listRows(step, width, room));
    return rows.length === 0 ? [] : [paint(process.stdout, 'bold', stage), ...rows, ''];
  });
  return `${sections.join('\n')}\nOne in full: synthloom steps <name>\n`;
}

const listRows = ({ name, summary }: AnyStep, width: number, room: number): string[] =>
  wrapToWidth(summary, room).map((line, at) => `  ${fitToWidth(at === 0 ? name : '', width)}  ${line}`);

export interface OptionFacts {
  readonly name: string;
  /** JSON of the default; absent where there is none. */
  readonly default?: string;
  readonly required: boolean;
  readonly description: string;
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly default?: unknown;
  readonly description?: string;
  readonly anyOf?: readonly Schema[];
}

/** The options that a recipe may write, in their order; none for a step that takes free names. */
export function optionsOf({ options }: AnyStep): OptionFacts[] {
  const schema = z.toJSONSchema(options, { io: 'input', unrepresentable: 'any' }) as Schema;
  const { properties = {}, required = [] } = schema.properties === undefined ? (schema.anyOf?.[0] ?? schema) : schema;
  return Object.entries(properties).map(([name, { default: byDefault, description = '' }]) => ({
    name,
    ...(byDefault !== undefined && { default: JSON.stringify(byDefault) }),
    required: required.includes(name),
    description: description.replaceAll(/\s+/g, ' '),
  }));
}

/** The page beside the step's source where there is one, with its options; else what the step says of itself. */
export async function stepText(step: AnyStep): Promise<string> {
  const columns = Math.min(100, columnsOf(process.stdout));
  const options = optionLines(step, columns);
  // pages lie beside the sources; the published package holds them there too, and its program in `dist`
  const page = new URL(`../../src/${step.stage}/${step.name}.md`, import.meta.url);
  const text = await readFile(page, 'utf8').catch(() => bare(step));
  return pageText(text, { columns, options, paint: (style, words) => paint(process.stdout, style, words) });
}

function optionLines(step: AnyStep, columns: number): string[] {
  const rows = optionsOf(step).map(({ name, default: byDefault, required, description }): [string, string] => {
    const extra = required ? ' Required.' : byDefault === undefined ? '' : ` Default: ${byDefault}`;
    return [name, `${description}${extra}`.trim()];
  });
  const short =
    step.shorthand === undefined ? [] : ['', `  A value in place of the options stands for ${step.shorthand}.`];
  return rows.length === 0 ? ['  None of its own; see below.'] : [...labelled(rows, columns), ...short];
}

const bare = ({ name, summary, sources }: AnyStep): string =>
  [
    `# ${name}`,
    '',
    summary,
    '',
    '## Options',
    '',
    '<!-- options -->',
    '',
    '## Sources',
    '',
    ...sources.map((source) => `- ${source}`),
  ].join('\n');
