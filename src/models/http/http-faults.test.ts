import { expect, test } from 'vitest';
import { excerpt, httpFault } from './http-faults.ts';
import { durationMs, retryAfterMs } from './retry-after.ts';

const now = Date.parse('2026-03-01T00:00:00Z');
const google = (message: string, details: object[] = []) =>
  JSON.stringify([{ error: { code: 429, status: 'RESOURCE_EXHAUSTED', message, details } }]);
const of = (status: number, body: string, headers: Record<string, string> = {}) =>
  httpFault({ model: 'm', status, headers, body, nowMs: now, key: 'my-secret-key' });

test.each([
  ['1s', 1000],
  ['6m0s', 360_000],
  ['1h2m3.5s', 3_723_500],
  ['250ms', 250],
  ['4.7s', 4700],
  ['', Number.NaN],
  ['-1', Number.NaN],
  ['soon', Number.NaN],
])('the duration %j is %s ms', (text, ms) => {
  expect(durationMs(text)).toBe(ms);
});

test.each([
  [{ 'retry-after': '120' }, 120_000],
  [{ 'retry-after': '-5' }, undefined],
  [{ 'retry-after': '0' }, 0],
  [{ 'retry-after-ms': '338', 'retry-after': '9' }, 338],
  [{ 'retry-after': 'Sun, 01 Mar 2026 00:01:00 GMT' }, 60_000],
  [{ 'retry-after': 'Sun, 01 Mar 2026 00:01:00 GMT', date: 'Sun, 01 Mar 2026 00:00:50 GMT' }, 10_000],
  [
    { 'anthropic-ratelimit-requests-remaining': '0', 'anthropic-ratelimit-requests-reset': '2026-03-01T00:00:07Z' },
    7000,
  ],
  [{ 'x-ratelimit-remaining-tokens': '5', 'x-ratelimit-reset-tokens': '9s' }, undefined],
])('fault classes 1, 2 and 20: %j asks for %s ms, by the provider’s own clock', (headers, ms) => {
  expect(retryAfterMs(headers, undefined, now)).toBe(ms);
});

test('fault class 3: Google says quota of everything; what it means is told apart', () => {
  const quota = 'You exceeded your current quota, please check your plan and billing details.';
  expect(of(429, google(`${quota} Please retry in 46.2s.`))).toMatchObject({
    code: 'rate-limited',
    retryAfterMs: 46_200,
  });
  expect(of(429, google(quota, [{ retryDelay: '35640s' }])).code).toBe('out-of-money');
  expect(of(429, google(`${quota} * limit: 0, model: gemini`, [{ retryDelay: '10s' }])).code).toBe('out-of-money');
  expect(of(429, google(quota, [{ violations: [{ quotaId: 'RequestsPerDayFree' }] }])).code).toBe('out-of-money');
});

test('fault class 4: a wait of days on a server error is cut to an hour', () => {
  expect(of(503, '', { 'retry-after': '999999' })).toMatchObject({ code: 'overloaded', retryAfterMs: 3_600_000 });
});

test.each([
  [400, '{"error":{"message":"API key not valid. Please pass a valid API key."}}', 'unauthorised'],
  [400, '{"error":{"message":"Your credit balance is too low to access the API."}}', 'out-of-money'],
  [400, '{"error":{"message":"prompt is too long: 210000 tokens > 200000 maximum"}}', 'too-long'],
  [422, '{"detail":[{"msg":"Extra inputs are not permitted"}]}', 'bad-request'],
  [400, '', 'bad-request'],
  [418, 'teapot', 'bad-request'],
  [599, '', 'overloaded'],
  [304, '', 'bad-response'],
])('status %s with %s is %s', (status, body, code) => {
  expect(of(status, body).code).toBe(code);
});

test('excerpts hold no key, no control character and no end', () => {
  const text = `\u001b[31mmy-secret-key\u0007 and sk-proj_abcdefghijklmnop1234 ${'x'.repeat(5000)}`;
  const shown = excerpt(text, 'my-secret-key');
  expect(shown).toMatch(/^\[31m\[key\] +and \[key\] x+…$/);
  expect(shown.length).toBeLessThanOrEqual(301);
  expect(of(401, text).message).not.toContain('secret');
  expect(of(401, text).raw).not.toContain('secret');
});
