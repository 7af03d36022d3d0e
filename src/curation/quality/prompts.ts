/** Finds a prompt's own words in a sample. */
import { kernelsAtHand } from '../../kernels/open.ts';
import { makeSharedRunFinder } from '../../kernels/shared-runs.ts';

/** Fewer words of a whole prompt may stand anywhere. */
const LEAST_PROMPT_WORDS = 5;

/** Gives the words of the longest run that a text shares with a prompt, 0 where there is none. */
export function promptFinder(prompts: readonly string[], run: number): (texts: readonly string[]) => number {
  const kernels = kernelsAtHand('scalar'); // prompts of one sample are soon done with, and a memory of WebAssembly is not
  const finder = makeSharedRunFinder(kernels, { run, least: Math.min(run, LEAST_PROMPT_WORDS) });
  for (const prompt of prompts) for (const piece of fixedPieces(prompt)) finder.add(piece);
  return (texts) =>
    Math.max(
      0,
      ...texts.map((text) => finder.find(text).shared.reduce((most, { longest }) => Math.max(most, longest), 0)),
    );
}

/** What a template always says: the text between its tags. */
const fixedPieces = (template: string): string[] =>
  template.split(/\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/).filter((piece) => piece.trim() !== '');
