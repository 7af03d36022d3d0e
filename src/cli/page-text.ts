/** A page of ours (plain Markdown) laid out for a terminal. */
import { wrapToWidth } from '../text/display-width.ts';
import { visible } from '../text/visible.ts';

export interface PageRoom {
  readonly columns: number;
  /** Lines that stand where the page says `<!-- options -->`. */
  readonly options: readonly string[];
  readonly paint: (style: 'bold' | 'dim' | 'cyan', text: string) => string;
}

export function pageText(page: string, room: PageRoom): string {
  const lines: string[] = [];
  for (const block of blocksOf(visible(page))) lines.push(...blockLines(block, room), '');
  return `${lines.join('\n').trimEnd()}\n`;
}

/** Paragraphs, lists and headings are divided by empty lines; a fence holds its empty lines. */
function blocksOf(page: string): string[][] {
  const blocks: string[][] = [];
  let block: string[] = [];
  let isFenced = false;
  for (const line of page.split('\n')) {
    if (line.startsWith('```')) isFenced = !isFenced;
    if (line.trim() !== '' || isFenced) {
      block.push(line);
      continue;
    }
    if (block.length > 0) blocks.push(block);
    block = [];
  }
  return block.length > 0 ? [...blocks, block] : blocks;
}

function blockLines(block: readonly string[], { columns, options, paint }: PageRoom): readonly string[] {
  const [first = ''] = block;
  if (first.startsWith('<!-- options -->')) return options;
  if (first.startsWith('```'))
    return block.filter((line) => !line.startsWith('```')).map((line) => paint('cyan', `    ${line}`));
  if (first.startsWith('|'))
    return block.filter((line) => !/^\|[-|: ]+\|$/.test(line)).map((line) => `  ${inline(line)}`);
  const heading = /^#+ (.*)$/.exec(first)?.[1];
  if (heading !== undefined) return [paint('bold', inline(heading)), ...paragraph(block.slice(1), columns)];
  return /^\s*([-*]|\d+\.) /.test(first)
    ? items(block).flatMap((item) => itemLines(item, columns))
    : paragraph(block, columns);
}

const paragraph = (lines: readonly string[], columns: number): string[] =>
  lines.length === 0 ? [] : wrapToWidth(inline(lines.map((line) => line.trim()).join(' ')), columns);

/** Each item with its further lines. */
function items(block: readonly string[]): string[] {
  const found: string[] = [];
  for (const line of block) {
    if (/^\s*([-*]|\d+\.) /.test(line) || found.length === 0) found.push(line.trimEnd());
    else found.push(`${found.pop()} ${line.trim()}`);
  }
  return found;
}

function itemLines(item: string, columns: number): string[] {
  const [, indent = '', mark = '-', text = ''] = /^(\s*)([-*]|\d+\.) (.*)$/.exec(item) ?? [];
  const begin = `  ${indent}${mark} `;
  return wrapToWidth(inline(text), columns - begin.length).map(
    (line, at) => (at === 0 ? begin : ' '.repeat(begin.length)) + line,
  );
}

/** Links by their words; emphasis without its marks. Code keeps its ticks, which set it apart without colour. */
const inline = (text: string): string =>
  text.replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1').replaceAll(/\*\*([^*]+)\*\*/g, '$1');
