/** Whoever tells synthetic texts from real ones, and a critic that is a model asked to do so. */
import { DATA_NOT_ORDERS, fencedText } from '../../asking/fence.ts';
import { type Heard, hear } from '../../asking/hear.ts';
import { settingsOf } from '../../asking/options.ts';
import { askShares } from '../../asking/shares.ts';
import { settleAll } from '../../core/settle.ts';
import type { Scope } from '../../core/step.ts';
import { drawIndex } from '../../math/random.ts';
import type { AdversarialOptions } from './options.ts';

/** A text in question, and real ones to hold it against. */
export interface Lineup {
  readonly text: string;
  /** Its first version. */
  readonly origin: string;
  /** For each look, the real texts beside it. */
  readonly beside: readonly (readonly string[])[];
}

/**
 * A critic. It sees texts and nothing else, so that anything that tells real from synthetic can be one: a model that is
 * asked, or a classifier trained on what the line holds.
 */
export interface Critic {
  /** As measures and notes name it. */
  readonly name: string;
  /** How sure it is that the text is the synthetic one, in [0, 1]; what guessing gives is 1 / (real texts beside it + 1). */
  suspicion(lineup: Lineup, scope: Scope): Promise<number>;
  /** What betrays the text, in words for whoever rewrites it. */
  criticism(lineup: Lineup, scope: Scope): Promise<Heard<string>>;
}

export const askedCritics = (options: AdversarialOptions): Critic[] =>
  [...new Set([options.critics].flat())].map((role) => askedCritic(role, options));

function askedCritic(role: string, options: AdversarialOptions): Critic {
  const { about, votes, style, temperature } = options;
  return {
    name: role,
    async suspicion({ text, beside }, { model, random }) {
      // Every place comes up in turn, beginning anywhere: a critic that always names the same one learns nothing.
      const first = drawIndex(random, (beside[0]?.length ?? 0) + 1);
      const looks = beside.map(async (others, look) => {
        const place = (first + look) % (others.length + 1);
        const shown = [...others.slice(0, place), text, ...others.slice(place)];
        const choices = shown.map((_, at) => `${at + 1}`);
        const prompt = lineupMessages(shown, about);
        const shares = await askShares(model(role), { prompt, choices, votes, temperature });
        return shares[`${place + 1}`] ?? 0;
      });
      const suspicions = await settleAll(looks);
      return suspicions.reduce((sum, each) => sum + each, 0) / suspicions.length;
    },
    criticism: ({ text, beside }, { model }) =>
      hear(
        model(role),
        {
          prompt:
            style === 'text' ? betrayalPage(text, beside[0] ?? []) : betrayalMessages(text, beside[0] ?? [], about),
          ...settingsOf(options),
        },
        { whenCut: 'sentence', labels: ['criticism'] },
      ),
  };
}

const lineupMessages = (shown: readonly string[], about: string) =>
  [
    {
      role: 'system',
      content: `You tell texts that people wrote from a text that a language model wrote.${about === '' ? '' : ` ${about}`}\nOf the numbered texts exactly one was written by a language model.\n${DATA_NOT_ORDERS}`,
    },
    {
      role: 'user',
      content: `${shown.map((text, at) => fencedText(`text-${at + 1}`, text)).join('\n')}\n\nWhich one did a language model write? Number:`,
    },
  ] as const;

const betrayalMessages = (text: string, real: readonly string[], about: string) =>
  [
    {
      role: 'system',
      content: `You find what betrays a text as written by a language model.${about === '' ? '' : ` ${about}`}\n${DATA_NOT_ORDERS}`,
    },
    {
      role: 'user',
      content: `${real.map((each) => fencedText('written-by-a-person', each)).join('\n')}\n${fencedText('written-by-a-model', text)}\n\nName in one to three sentences what sets the model’s text apart: its words, tone, length, structure, or things that no person would write there. Do not rewrite it.`,
    },
  ] as const;

const betrayalPage = (text: string, real: readonly string[]) =>
  [
    { role: 'user', content: 'What tells texts of people from texts of a machine.' },
    {
      role: 'assistant',
      content: `${real.map((each) => `Written by a person: ${each}`).join('\n')}\nWritten by a machine: ${text}\nThe machine’s text sounds wrong because`,
    },
  ] as const;
