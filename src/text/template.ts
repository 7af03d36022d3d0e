/** Liquid templates over a sample's fields: strict, limited, and unable to read a file, a clock or a die. */
import type { Liquid } from 'liquidjs';

/** A template that was read once and can be filled many times. */
export interface Template {
  /** Fields that it names, in order of first use. */
  readonly fields: readonly string[];
  /** The text for one sample's fields. Throws `TemplateError` where a field that it needs is not there. */
  fill(data: Readonly<Record<string, unknown>>): string;
  /** The same, but a template of nothing except one `{{ … }}` gives the value itself: a number, a boolean, a list. */
  value(data: Readonly<Record<string, unknown>>): unknown;
}

/** The template cannot be read or filled; the message says why, with line and column. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

/** Characters of template text. */
const PARSE_LIMIT = 200_000;
/** Milliseconds for one filling: far above any honest one, so that a slow machine does not change a result. */
const RENDER_LIMIT_MS = 10_000;
/** Characters and list items that one filling may allocate. */
const MEMORY_LIMIT = 50_000_000;

/** Reads a template. Throws `TemplateError` with the place of the trouble. */
export async function readTemplate(source: string): Promise<Template> {
  const { text, value } = await makeEngines();
  return guarded(() => {
    const parsed = text.parse(source);
    const native = value.parse(source);
    return {
      fields: text.globalVariablesSync(parsed),
      fill: (data) => guarded(() => String(text.renderSync(parsed, data))),
      value: (data) => guarded(() => value.renderSync(native, data)),
    };
  });
}

/** Fields that a template names. */
export const templateFields = async (source: string): Promise<readonly string[]> => (await readTemplate(source)).fields;

function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new TemplateError(plainReason(error as Error), { cause: error });
  }
}

/** `undefined variable: mood, line:1, col:4` → `there is no field \`mood\` (line 1, column 4)`. */
function plainReason(error: Error): string {
  const [, what = error.message, line, column] = /^(.*), line:(\d+), col:(\d+)$/s.exec(error.message) ?? [];
  const missing = /^undefined variable: (.+)$/.exec(what)?.[1];
  const reason = missing === undefined ? what : `there is no field \`${missing}\``;
  return line === undefined ? reason : `${reason} (line ${line}, column ${column})`;
}

/** Tags that read files. */
const TAGS_OUT = ['include', 'render', 'layout', 'block'];
/** Filters that draw by themselves. */
const FILTERS_OUT = ['sample'];
/** Filters that take 'now' and would read the clock. */
const DATE_FILTERS = ['date', 'date_to_xmlschema', 'date_to_rfc822', 'date_to_string', 'date_to_long_string'];

async function makeEngines(): Promise<{ text: Liquid; value: Liquid }> {
  const liquid = await import('liquidjs');
  const make = (keepOutputType: boolean): Liquid => {
    const engine = new liquid.Liquid({
      strictVariables: true,
      strictFilters: true,
      lenientIf: true,
      ownPropertyOnly: true,
      dynamicPartials: false,
      timezoneOffset: 0,
      locale: 'en-US',
      parseLimit: PARSE_LIMIT,
      renderLimit: RENDER_LIMIT_MS,
      memoryLimit: MEMORY_LIMIT,
      keepOutputType,
      ...(keepOutputType ? {} : { outputEscape: readable }),
    });
    for (const tag of TAGS_OUT) delete engine.tags[tag];
    for (const filter of FILTERS_OUT) engine.unregisterFilter(filter);
    for (const name of DATE_FILTERS) refuseClock(engine, name);
    return engine;
  };
  return { text: make(false), value: make(true) };
}

/** Lists read as `a, b`, objects as JSON, nothing as nothing; Liquid alone would glue lists and hide objects. */
function readable(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'object') return String(value);
  const flat = Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null);
  return flat ? value.join(', ') : JSON.stringify(value);
}

function refuseClock(engine: Liquid, name: string): void {
  const original = engine.filters[name];
  if (typeof original !== 'function') return;
  engine.registerFilter(name, function (value: unknown, ...args: unknown[]) {
    if (value === 'now' || value === 'today')
      throw new Error(`\`${value}\` would read the clock; use a \`date\` field`);
    return original.call(this, value, ...args);
  });
}
