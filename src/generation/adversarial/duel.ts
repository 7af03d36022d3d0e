/** One text against the critics: they look, point at what betrays it, and it is rewritten, until all are fooled. */
import { DATA_NOT_ORDERS, fencedText, unfencedText } from '../../asking/fence.ts';
import { type Heard, hear } from '../../asking/hear.ts';
import { settingsOf } from '../../asking/options.ts';
import type { Message } from '../../core/model.ts';
import type { Sample } from '../../core/sample.ts';
import { settleAll } from '../../core/settle.ts';
import type { Scope } from '../../core/step.ts';
import { shuffled } from '../../math/random.ts';
import type { Critic, Lineup } from './critic.ts';
import type { AdversarialOptions } from './options.ts';

/** What the critics thought of one version. */
export interface Look {
  readonly text: string;
  /** By the critic's name, in [0, 1]. */
  readonly suspicions: Readonly<Record<string, number>>;
  readonly isFooled: boolean;
  /** What betrayed it, by the critic that was surest; absent where it was not asked. */
  readonly criticism?: string;
}

export interface Duel {
  /** One for each version, the first that of the text as it came. */
  readonly looks: readonly Look[];
  readonly repairs: readonly string[];
  /** Real samples that the rewriter was shown. */
  readonly shown: readonly Sample[];
  /** Why it ended before the critics were fooled or the rounds used up. */
  readonly lost?: { readonly reason: string; readonly raw: string };
}

export interface Arena {
  readonly critics: readonly Critic[];
  /** Real samples like the text in question; one at least. */
  readonly real: readonly Sample[];
  readonly textOf: (real: Sample) => string;
  /** Share of a text's runs of words that one real text holds, 0 to 1. */
  readonly copied: (text: string) => number;
  readonly options: AdversarialOptions;
}

/** Throws the faults of the models. */
export async function duel(first: string, arena: Arena, scope: Scope): Promise<Duel> {
  const { options, critics } = arena;
  const looks: Look[] = [];
  const repairs: string[] = [];
  const shown = shuffled(scope.random, arena.real).slice(0, options.shown);
  let text = first;
  for (let rewrites = 0; ; rewrites++) {
    const lineup = lineupFor({ text, origin: first }, arena, scope);
    const seen = await look(lineup, arena, scope);
    if (seen.isFooled || rewrites === options.rounds) return { looks: [...looks, seen], repairs, shown };
    const surest = critics.reduce((a, b) => (seen.suspicions[b.name]! > seen.suspicions[a.name]! ? b : a));
    const criticism = await surest.criticism(lineup, scope);
    if (!criticism.ok) return { looks: [...looks, seen], repairs, shown, lost: criticism };
    looks.push({ ...seen, criticism: criticism.value });
    const rewritten = await rewrite(
      { text, criticism: criticism.value, like: shown.map(arena.textOf) },
      options,
      scope,
    );
    const lost = whyLost(rewritten, criticism.value, arena);
    if (!rewritten.ok || lost !== undefined) return { looks, repairs, shown, lost: lost! };
    repairs.push(...rewritten.repairs);
    text = rewritten.value;
  }
}

/** Other real texts at each look, as long as there are enough. */
function lineupFor(
  version: Pick<Lineup, 'text' | 'origin'>,
  { real, textOf, options }: Arena,
  { random }: Scope,
): Lineup {
  const beside = Array.from({ length: options.looks }, () =>
    shuffled(random, real).slice(0, options.beside).map(textOf),
  );
  return { ...version, beside };
}

async function look(lineup: Lineup, { critics, options }: Arena, scope: Scope): Promise<Look> {
  const limit = options.fooledBelow ?? 1 / (lineup.beside[0]!.length + 1);
  const seen = await settleAll(critics.map((critic) => critic.suspicion(lineup, scope)));
  const suspicions = Object.fromEntries(critics.map(({ name }, at) => [name, seen[at]!]));
  return { text: lineup.text, suspicions, isFooled: seen.every((each) => each <= limit + ROUNDING) };
}

/** What adding shares up may cost. */
const ROUNDING = 1e-9;

interface Wanted {
  readonly text: string;
  readonly criticism: string;
  /** Real texts, for their tone. */
  readonly like: readonly string[];
}

async function rewrite(wanted: Wanted, options: AdversarialOptions, { model }: Scope): Promise<Heard<string>> {
  const { style, refusals, whenCut, field, about } = options;
  const prompt = style === 'text' ? rewritePage(wanted, about) : rewriteMessages(wanted, about);
  const question = { prompt, ...settingsOf(options) };
  const heard = await hear(model(options.model), question, {
    refusals,
    whenCut,
    labels: ['rewritten text', 'a person wrote', field],
  });
  return heard.ok ? { ...heard, value: unfencedText('text', heard.value).trim() } : heard;
}

function whyLost(rewritten: Heard<string>, criticism: string, { copied, options }: Arena): Duel['lost'] {
  if (!rewritten.ok) return rewritten;
  const { value: raw } = rewritten;
  if (raw === '') return { reason: 'empty', raw };
  if (raw === criticism || /<\/?(?:criticism|text|written-by-a-person)>/i.test(raw)) return { reason: 'echoed', raw };
  const share = copied(raw);
  return share === 1 || share > options.copyLimit ? { reason: 'copied', raw } : undefined;
}

function rewriteMessages({ text, criticism, like }: Wanted, about: string): Message[] {
  const examples = like.map((each) => fencedText('written-by-a-person', each));
  return [
    {
      role: 'system',
      content: `You rewrite texts so that they read as if a person had written them.${about === '' ? '' : ` ${about}`}\n${DATA_NOT_ORDERS}`,
    },
    {
      role: 'user',
      content: `${[...examples, fencedText('text', text), fencedText('criticism', criticism)].join('\n')}\n\nRewrite the text so that the criticism no longer applies. Keep what it says and what it is for; take nothing over from the texts of persons but their manner. Answer with the rewritten text, and nothing else.`,
    },
  ];
}

const rewritePage = ({ text, criticism, like }: Wanted, about: string): Message[] => [
  { role: 'user', content: `Stiff texts, and how people say the same.${about === '' ? '' : ` ${about}`}` },
  {
    role: 'assistant',
    content: `${like.map((each) => `A person wrote: ${each}`).join('\n')}\n\nStiff: ${text}\nStiff because ${criticism}\nAs a person would write it:`,
  },
];
