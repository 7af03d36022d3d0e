/** Numbers as a person reads them. English forms; the same on every machine. */

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** 12,345. Fractions are rounded. */
export const countWords = (count: number): string =>
  Number.isFinite(count) ? grouped(Math.round(count).toFixed(0)) : '–';

/** “1 sample”, “12 samples”. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${countWords(count)} ${count === 1 ? one : many}`;

/** A share, 0 to 1, as a percentage: no false 0 % and no false 100 %. A share of nothing is a dash. */
export function percentWords(share: number): string {
  if (!Number.isFinite(share)) return '–';
  if (share > 0 && share < 0.005) return '< 1 %';
  if (share < 1 && share > 0.995) return '> 99 %';
  return `${Math.round(share * 100)} %`;
}

/** Dollars: cents from one dollar upwards, two significant digits below a cent. */
export function dollarWords(usd: number): string {
  if (!Number.isFinite(usd)) return '–';
  if (usd === 0 || usd >= 0.01)
    return `$${grouped(usd.toFixed(2).split('.')[0] as string)}.${usd.toFixed(2).split('.')[1]}`;
  return `$${usd.toFixed(Math.min(9, 1 - Math.floor(Math.log10(usd))))}`;
}

/** Seconds as “3 min 12 s”, “2 h 5 min”, “0.8 s”. */
export function durationWords(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return '–';
  if (seconds < 10) return `${+seconds.toFixed(1)} s`;
  const [big, small, ratio] =
    seconds < 3599.5
      ? (['min', 's', 60] as const)
      : seconds < 86_370
        ? (['h', 'min', 60] as const)
        : (['d', 'h', 24] as const);
  const whole = Math.round(seconds / { s: 1, min: 60, h: 3600 }[small]); // in the small unit, so that it never reads “1 h 60 min”
  return whole < ratio ? `${whole} ${small}` : pair([Math.floor(whole / ratio), big], [whole % ratio, small]);
}

const pair = (big: readonly [number, string], small: readonly [number, string]): string =>
  small[0] === 0 ? `${big[0]} ${big[1]}` : `${big[0]} ${big[1]} ${small[0]} ${small[1]}`;

/** Bytes as “4.2 kB”; powers of ten. */
export function byteWords(bytes: number): string {
  if (bytes < 1000) return plural(bytes, 'byte');
  const power = Math.min(4, Math.floor(Math.log10(bytes) / 3));
  return `${+(bytes / 1000 ** power).toPrecision(3)} ${['', 'kB', 'MB', 'GB', 'TB'][power]}`;
}

/** A measured number with three significant digits. */
export function figureWords(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 1000) return `${value < 0 ? '−' : ''}${countWords(Math.abs(value))}`;
  return String(+value.toPrecision(3)).replace('-', '−');
}

/** Items as “a”, “a and b”, “a, b and c”. */
export const listWords = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;

/** Round steps (1, 2 or 5 times a power of ten) from 0 up to `most`, about `wanted` of them. */
export function roundSteps(most: number, wanted: number): number[] {
  if (!(most > 0)) return [0];
  const rough = most / Math.max(1, wanted);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) as number) * power;
  return Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, at) => +(at * step).toPrecision(12));
}
