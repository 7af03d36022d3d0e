/**
 * Regular expressions that cannot be made to hang: matched by following all ways at once, in time that grows only with
 * pattern length times text length. Method: Thompson 1968; Cox, “Regular Expression Matching: the Virtual Machine
 * Approach” (swtch.com/~rsc/regexp/regexp2.html). Syntax and meaning are JavaScript's with the flags `u` and `s`,
 * without look-around and back-references, which cannot be matched so. A leading `(?i)` ignores case.
 */

/** The pattern cannot be read, or needs what cannot be matched in linear time. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

type Test = (character: string) => boolean;
/** Whether a place between two characters fits; at the ends one is ''. */
type Place = (before: string, after: string) => boolean;
type Instruction = { one: Test } | { place: Place } | { split: readonly [number, number] } | { jump: number } | 'match';

type Node =
  | { kind: 'one'; test: Test }
  | { kind: 'place'; place: Place }
  | { kind: 'sequence'; items: readonly Node[] }
  | { kind: 'choice'; items: readonly Node[] }
  | { kind: 'repeat'; item: Node; min: number; max: number };

/** Instructions of a compiled pattern: `(a{100}){100}` is refused. */
const MOST_INSTRUCTIONS = 10_000;

/** Whether a text holds what the pattern describes, anywhere unless anchored. Throws `PatternError`. */
export function linearPattern(source: string): (text: string) => boolean {
  const ignoreCase = source.startsWith('(?i)');
  const body = ignoreCase ? source.slice(4) : source;
  const flags = ignoreCase ? 'usi' : 'us';
  try {
    new RegExp(body, flags);
  } catch (error) {
    throw new PatternError((error as Error).message);
  }
  const program: Instruction[] = [];
  emit(new Reader(body, flags).choice(), program);
  program.push('match');
  return (text) => holds(program, [...text]);
}

/** Reads what `RegExp` accepted already, so that it need not find faults of syntax. */
class Reader {
  readonly #source: string;
  readonly #flags: string;
  readonly #tests = new Map<string, Test>();
  #at = 0;

  constructor(source: string, flags: string) {
    this.#source = source;
    this.#flags = flags;
  }

  choice(): Node {
    const items = [this.#sequence()];
    while (this.#take(/\|/y) !== undefined) items.push(this.#sequence());
    return items.length === 1 ? items[0]! : { kind: 'choice', items };
  }

  #sequence(): Node {
    const items: Node[] = [];
    while (this.#at < this.#source.length && !'|)'.includes(this.#source[this.#at]!)) items.push(this.#repeated());
    return { kind: 'sequence', items };
  }

  #repeated(): Node {
    const item = this.#atom();
    const sign = this.#take(/(?:[*+?]|\{\d+(?:,\d*)?\})\??/y);
    if (sign === undefined) return item;
    const [min, max] = boundsOf(sign);
    return { kind: 'repeat', item, min, max };
  }

  #atom(): Node {
    if (this.#take(/\((?:\?:|\?<[^=!>][^>]*>|(?!\?))/y) !== undefined) {
      const inside = this.choice();
      this.#at++;
      return inside;
    }
    if (this.#source[this.#at] === '(') throw new PatternError('look-around and inline flags are not supported');
    if (this.#take(/\^/y) !== undefined) return { kind: 'place', place: (before) => before === '' };
    if (this.#take(/\$/y) !== undefined) return { kind: 'place', place: (_, after) => after === '' };
    const boundary = this.#take(/\\[bB]/y);
    if (boundary !== undefined) return this.#boundary(boundary === '\\b');
    if (this.#take(/\\(?:[1-9]|k<)/y) !== undefined) throw new PatternError('back-references are not supported');
    return { kind: 'one', test: this.#test(this.#take(CHARACTER)!) };
  }

  #boundary(wanted: boolean): Node {
    const word = this.#test('\\w');
    const isWord = (character: string) => character !== '' && word(character);
    return { kind: 'place', place: (before, after) => (isWord(before) !== isWord(after)) === wanted };
  }

  /** One character's test is left to `RegExp`, which knows classes, case and Unicode; answers are remembered. */
  #test(one: string): Test {
    const known = this.#tests.get(one);
    if (known !== undefined) return known;
    const pattern = new RegExp(`^${one}$`, this.#flags);
    const answers = new Map<string, boolean>();
    const test: Test = (character) => {
      let answer = answers.get(character);
      if (answer === undefined) {
        answer = pattern.test(character);
        if (answers.size < 10_000) answers.set(character, answer);
      }
      return answer;
    };
    this.#tests.set(one, test);
    return test;
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }
}

/** A class, an escape, or a character that stands for itself. */
const CHARACTER =
  /\[(?:\\.|[^\]\\])*\]|\\(?:u\{[0-9a-f]+\}|u[0-9a-f]{4}(?:\\u[0-9a-f]{4})?|x[0-9a-f]{2}|c[a-z]|[pP]\{[^}]*\}|.)|[\uD800-\uDBFF][\uDC00-\uDFFF]|[\s\S]/giy;

function boundsOf(sign: string): [number, number] {
  if (sign.startsWith('*')) return [0, Infinity];
  if (sign.startsWith('+')) return [1, Infinity];
  if (sign.startsWith('?')) return [0, 1];
  const [, min, comma, max] = /\{(\d+)(,?)(\d*)\}/.exec(sign)!;
  return [Number(min), max === '' ? (comma === '' ? Number(min) : Infinity) : Number(max)];
}

function emit(node: Node, program: Instruction[]): void {
  if (program.length > MOST_INSTRUCTIONS) throw new PatternError('it unfolds to too many parts');
  if (node.kind === 'one') program.push({ one: node.test });
  else if (node.kind === 'place') program.push({ place: node.place });
  else if (node.kind === 'sequence') for (const item of node.items) emit(item, program);
  else if (node.kind === 'choice') emitChoice(node.items, program);
  else emitRepeat(node, program);
}

function emitChoice(items: readonly Node[], program: Instruction[]): void {
  const ends: number[] = [];
  for (const [index, item] of items.entries()) {
    const split = program.length;
    const isLast = index === items.length - 1;
    if (!isLast) program.push({ jump: 0 });
    emit(item, program);
    if (isLast) continue;
    ends.push(program.length);
    program.push({ jump: 0 });
    program[split] = { split: [split + 1, program.length] };
  }
  for (const end of ends) program[end] = { jump: program.length };
}

function emitRepeat({ item, min, max }: Extract<Node, { kind: 'repeat' }>, program: Instruction[]): void {
  if (min > MOST_INSTRUCTIONS || (Number.isFinite(max) && max > MOST_INSTRUCTIONS))
    throw new PatternError('it unfolds to too many parts');
  for (let copy = 0; copy < min; copy++) emit(item, program);
  if (max === Infinity) {
    const split = program.length;
    program.push({ jump: 0 });
    emit(item, program);
    program.push({ jump: split });
    program[split] = { split: [split + 1, program.length] };
    return;
  }
  const splits: number[] = [];
  for (let copy = min; copy < max; copy++) {
    splits.push(program.length);
    program.push({ jump: 0 });
    emit(item, program);
  }
  for (const split of splits) program[split] = { split: [split + 1, program.length] };
}

/** Follows all ways through the program at once, one character after the other. */
function holds(program: readonly Instruction[], characters: readonly string[]): boolean {
  let ways: number[] = [];
  for (let at = 0; at <= characters.length; at++) {
    const seen = new Uint8Array(program.length);
    const next: number[] = [];
    const between = [characters[at - 1] ?? '', characters[at] ?? ''] as const;
    for (const way of [...ways, 0]) if (follow(program, way, { seen, next, between })) return true;
    const character = characters[at];
    if (character === undefined) return false;
    ways = next.filter((way) => (program[way] as { one: Test }).one(character)).map((way) => way + 1);
  }
  return false;
}

interface Step {
  readonly seen: Uint8Array;
  readonly next: number[];
  readonly between: readonly [string, string];
}

/** Walks to the instructions that want a character; true where the match is reached. */
function follow(program: readonly Instruction[], start: number, { seen, next, between }: Step): boolean {
  const open = [start];
  for (let way = open.pop(); way !== undefined; way = open.pop()) {
    if (seen[way] === 1) continue;
    seen[way] = 1;
    const instruction = program[way]!;
    if (instruction === 'match') return true;
    if ('one' in instruction) next.push(way);
    else if ('jump' in instruction) open.push(instruction.jump);
    else if ('split' in instruction) open.push(...instruction.split);
    else if (instruction.place(...between)) open.push(way + 1);
  }
  return false;
}
