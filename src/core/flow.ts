/** Fields along a line, as the compiler sees them: a prompt that names a field nobody wrote does not compile. */

/** What a step reads and writes, as a function of the type of its options (`this['input']`). */
export interface Flow {
  readonly input: unknown;
  readonly reads: string;
  readonly writes: string;
}

/** Claims nothing: reads no field that can be checked, may write any. */
export interface OpenFlow extends Flow {
  readonly reads: never;
  readonly writes: string;
}

/** A flow given the type of the options. */
export type Apply<F extends Flow, Input> = F & { readonly input: Input };

type Space = ' ' | '\n' | '\t' | '-';
/** Without the white space around it, and the `-` of `{{- … -}}`. */
type Trim<S extends string> = S extends `${Space}${infer R}` | `${infer R}${Space}` ? Trim<R> : S;

type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';
/** What begins a template's expression and is no field: a text, a number, a list of names, or a word of Liquid's own. */
type NoField = `${'"' | "'" | '[' | '(' | Digit}${string}` | 'true' | 'false' | 'nil' | 'null' | 'empty' | 'blank' | '';
type Named<S extends string> = S extends NoField ? never : S;

/** Up to the first character that ends a name in a template: `customer.name | upcase` → `customer`. */
type Head<S extends string> = S extends `${infer H}.${string}`
  ? Head<H>
  : S extends `${infer H}|${string}`
    ? Head<H>
    : S extends `${infer H}[${string}`
      ? Head<H>
      : S extends `${infer H} ${string}`
        ? Head<H>
        : S;

/**
 * Fields that `{{ … }}` in a template names. A template that the compiler knows only as `string`, or that uses
 * `{% … %}` (which can bring names of its own), claims nothing: `check` reads it before the run.
 */
export type TemplateFields<T> = string extends T
  ? never
  : T extends `${string}{%${string}`
    ? never
    : T extends `${string}{{${infer Inside}}}${infer Rest}`
      ? Named<Head<Trim<Inside>>> | TemplateFields<Rest>
      : never;

type ReadsOf<C> = C extends { readonly _fields?: { reads: infer R extends string } } ? R : never;
type WritesOf<C> = C extends { readonly _fields?: { writes: infer W extends string } } ? W : never;

/** What stands in a line where a step reads a field that no earlier step writes. */
interface NoEarlierStepWrites<Field extends string> {
  readonly error: `no earlier step writes \`${Field}\``;
}

/**
 * The type a line of steps must have: each of its calls, or an error naming the field that is missing there.
 * Once a step may write any field (`string`), nothing after it can be known, and everything is allowed.
 */
export type CheckedLine<Steps extends readonly unknown[], Written extends string = never> = Steps extends readonly [
  infer First,
  ...infer Rest,
]
  ? [
      [Exclude<ReadsOf<First>, Written>] extends [never]
        ? First
        : NoEarlierStepWrites<Exclude<ReadsOf<First>, Written>>,
      ...CheckedLine<Rest, Written | WritesOf<First>>,
    ]
  : Steps extends readonly []
    ? []
    : Steps;
