/** A run in a log: a line at each round, one every few seconds between, and every note. */
import type { Event } from '../core/events.ts';
import { countWords, dollarWords, durationWords, plural } from '../report/numbers.ts';
import { visibleLine } from '../text/visible.ts';
import type { Display } from './display.ts';
import type { Output } from './screen.ts';
import { Tally, type TallyWishes } from './tally.ts';

const EVERY_MS = 5000;

export class PlainDisplay implements Display {
  #output: Output;
  #tally: Tally;
  #toldAt: number | undefined;
  #clock: () => number;

  constructor(output: Output, wishes: TallyWishes, clock: () => number = () => performance.now()) {
    this.#output = output;
    this.#tally = new Tally(wishes);
    this.#clock = clock;
  }

  show(event: Event): void {
    const now = this.#clock();
    this.#toldAt ??= now;
    this.#tally.take(event, now);
    const line = this.#lineFor(event, now);
    if (line === undefined) return;
    this.#toldAt = now;
    this.say(line);
  }

  say(text: string): void {
    this.#output.write(`${visibleLine(text)}\n`);
  }

  pause(): void {}
  resume(): void {}
  close(): void {}

  #lineFor(event: Event, now: number): string | undefined {
    if (event.kind === 'run-start') return startText(event);
    if (event.kind === 'model-note') return `${event.role}: ${event.message}`;
    if (event.kind === 'step-write') return `${event.step} wrote ${event.path}`;
    if (event.kind === 'round-end') return `Round ${event.round} is over: ${standing(this.#tally)}`;
    const isDue = event.kind === 'line-progress' && now - this.#toldAt! >= EVERY_MS;
    return isDue ? `Round ${this.#tally.round}: ${standing(this.#tally)}` : undefined;
  }
}

/** What both displays say as a run begins. */
export function startText({ recipe, answersKept, edited }: Extract<Event, { kind: 'run-start' }>): string {
  const how = edited ? 'edited since it last ran here' : 'goes on';
  const kept = answersKept === 0 ? '' : `; ${how}, with ${plural(answersKept, 'answer')} kept from before`;
  return `Recipe ${recipe}${kept}.`;
}

function standing(tally: Tally): string {
  const { accepted, dropped, failed, spent, wishes, secondsLeft } = tally;
  const of = wishes.wanted === undefined ? '' : ` of ${countWords(wishes.wanted)}`;
  const parts = [
    `${countWords(accepted)}${of} accepted`,
    `${countWords(dropped)} dropped`,
    ...(failed > 0 ? [`${countWords(failed)} failed`] : []),
    `${plural(spent.calls, 'call')}${spent.inFlight > 0 ? ` and ${countWords(spent.inFlight)} in flight` : ''}`,
    ...(spent.reused > 0 ? [`${countWords(spent.reused)} reused`] : []),
    dollarWords(spent.costUsd),
    ...(secondsLeft === undefined ? [] : [`about ${durationWords(secondsLeft)} left`]),
  ];
  return parts.join(', ');
}
