/** A day or a moment, each as likely, between two others. */
import { z } from 'zod';
import { drawOnGrid } from '../../math/distributions.ts';
import { type FieldKind, free } from './sampler.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?Z?$/;

const moment = z
  .string()
  .refine((text) => readMs(text) !== undefined, 'write a day `2026-03-01` or a moment `2026-03-01T14:30` (UTC)');

const options = z
  .strictObject({
    from: moment.describe('First day or moment, such as 2026-01-01 or 2026-01-01T08:00. In UTC.'),
    to: moment.describe('Last day or moment, itself included.'),
    format: z
      .string()
      .min(1)
      .optional()
      .describe('Built of YYYY, MM, DD, HH, mm, ss. YYYY-MM-DD for days, YYYY-MM-DDTHH:mm:ssZ for moments.'),
  })
  .refine(({ from, to }) => (readMs(from) ?? 0) <= (readMs(to) ?? 0), '`from` is after `to`');

export const date: FieldKind<z.output<typeof options>> = {
  options,
  prepare({ from, to, format }) {
    const unitMs = DAY.test(from) && DAY.test(to) ? 86_400_000 : 1000;
    const pattern = format ?? (unitMs === 1000 ? 'YYYY-MM-DDTHH:mm:ssZ' : 'YYYY-MM-DD');
    const [min, max] = [readMs(from)! / unitMs, readMs(to)! / unitMs];
    return free(({ random }) => written(drawOnGrid(random, { min, max, decimals: 0 }) * unitMs, pattern));
  },
};

/** Milliseconds since 1970 in UTC; undefined for what is no date, such as 2026-02-30. */
function readMs(text: string): number | undefined {
  if (!DAY.test(text) && !MOMENT.test(text)) return undefined;
  const ms = Date.parse(DAY.test(text) || text.endsWith('Z') ? text : `${text}Z`);
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== text.slice(0, 10) ? undefined : ms;
}

function written(ms: number, pattern: string): string {
  const iso = new Date(ms).toISOString();
  const parts: Readonly<Record<string, string>> = {
    YYYY: iso.slice(0, 4),
    MM: iso.slice(5, 7),
    DD: iso.slice(8, 10),
    HH: iso.slice(11, 13),
    mm: iso.slice(14, 16),
    ss: iso.slice(17, 19),
  };
  return pattern.replace(/YYYY|MM|DD|HH|mm|ss/g, (name) => parts[name]!);
}
