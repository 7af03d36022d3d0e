/** Texts that match a regular expression, for schemas with a `pattern`. */
import { between, type Draw, pick } from './seeded.ts';

/** Repetitions of `*`, `+` and `{n,}` beyond the least. */
const MORE = 6;

/**
 * A text that matches `pattern`: literals, classes, groups, alternatives, quantifiers, the usual escapes. Look-around,
 * back-references and Unicode properties are passed over, so that the text may then not match.
 */
export function textOfPattern(pattern: string, draw: Draw): string {
  return new PatternReader(pattern, draw).alternatives();
}

/** Reads a pattern from left to right and writes a match as it goes. */
class PatternReader {
  private at = 0;
  private readonly pattern: string;
  private readonly draw: Draw;

  constructor(pattern: string, draw: Draw) {
    this.pattern = pattern;
    this.draw = draw;
  }

  /** All alternatives are written, one is taken: the reader has to pass the others anyway. */
  alternatives(): string {
    const made = [this.sequence()];
    while (this.pattern[this.at] === '|') {
      this.at++;
      made.push(this.sequence());
    }
    return pick(this.draw, made);
  }

  private sequence(): string {
    let text = '';
    while (this.at < this.pattern.length && this.pattern[this.at] !== '|' && this.pattern[this.at] !== ')') {
      const start = this.at;
      const once = this.atom();
      const [least, most] = this.quantifier();
      const after = this.at;
      const count = between(this.draw, least, most);
      if (count > 0) text += once;
      for (let nth = 1; nth < count; nth++) {
        this.at = start;
        text += this.atom();
      }
      this.at = after;
    }
    return text;
  }

  private atom(): string {
    const char = this.pattern[this.at++]!;
    if (char === '^' || char === '$') return '';
    if (char === '.') return pick(this.draw, [...LETTERS]);
    if (char === '[') return this.oneOfClass();
    if (char === '(') return this.group();
    return char === '\\' ? this.escape() : char;
  }

  private group(): string {
    const head = /^\?(?::|<[A-Za-z]\w*>|<?[=!])/.exec(this.pattern.slice(this.at))?.[0] ?? '';
    this.at += head.length;
    const text = this.alternatives();
    this.at++;
    return /[=!]$/.test(head) ? '' : text;
  }

  private escape(): string {
    const char = this.pattern[this.at++]!;
    if (/[bB]/.test(char)) return '';
    return pick(this.draw, [...(ESCAPES[char] ?? char)]);
  }

  private oneOfClass(): string {
    const negated = this.pattern[this.at] === '^';
    if (negated) this.at++;
    let members = '';
    while (this.at < this.pattern.length && this.pattern[this.at] !== ']') members += this.classMember();
    this.at++;
    const allowed = negated ? [...(LETTERS + ESCAPES.d)].filter((each) => !members.includes(each)) : [...members];
    return pick(this.draw, allowed.length > 0 ? allowed : ['x']);
  }

  private classMember(): string {
    let first = this.pattern[this.at++]!;
    if (first === '\\') {
      const escaped = this.pattern[this.at++]!;
      if (ESCAPES[escaped] !== undefined) return ESCAPES[escaped];
      first = escaped;
    }
    if (this.pattern[this.at] !== '-' || this.pattern[this.at + 1] === ']') return first;
    this.at++;
    const last = this.pattern[this.at] === '\\' ? this.pattern[++this.at]! : this.pattern[this.at]!;
    this.at++;
    const [from, to] = [first.charCodeAt(0), last.charCodeAt(0)];
    return Array.from({ length: Math.max(0, to - from) + 1 }, (_, index) => String.fromCharCode(from + index)).join('');
  }

  private quantifier(): readonly [number, number] {
    const found = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/.exec(this.pattern.slice(this.at));
    if (found === null) return [1, 1];
    this.at += found[0].length;
    const [, sign, least, comma, most] = found;
    if (sign !== undefined) return sign === '?' ? [0, 1] : [sign === '+' ? 1 : 0, MORE];
    if (comma === undefined) return [Number(least), Number(least)];
    return [Number(least), most === '' ? Number(least) + MORE : Math.min(Number(most), Number(least) + 40)];
  }
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const ESCAPES: Readonly<Record<string, string>> = {
  d: '0123456789',
  w: `${LETTERS}0123456789_`,
  s: ' ',
  S: LETTERS,
  D: LETTERS,
  W: '-',
  n: '\n',
  t: '\t',
};
