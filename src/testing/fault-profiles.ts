/** Mixes of faults as they happen: an ordinary day, and a bad one. */
import type { ActName } from './fault-acts.ts';

/** Shares of calls; the rest is answered well. */
export type Profile = Partial<Record<ActName, number>>;

/** The faults of an ordinary day that waiting mends: with these alone, what a run gives does not depend on attempts. */
const network: Profile = {
  'rate-limit-ms': 0.02,
  'rate-limit-openai': 0.01,
  'error-500': 0.002,
  'error-503': 0.002,
  'error-529': 0.002,
  hang: 0.005,
  stall: 0.005,
  cut: 0.001,
  reset: 0.001,
  'cut-chunked': 0.001,
};

/**
 * An ordinary day: 3 % are told to slow down, 0.6 % meet a server error, 1 % silence, 0.3 % cuts, 2 % bad JSON,
 * 0.5 % refusals. Anchors: Datadog, State of AI Engineering, April 2026 (5 % of calls fail, 60 % of them limits);
 * Portkey gateway statistics (server errors 0.3 to 0.7 %).
 */
const weather: Profile = { ...network, 'broken-json': 0.01, fenced: 0.01, filter: 0.005 };

/** Ten times the weather; refusals stay, since they are the model's and not the network's. */
const storm: Profile = Object.fromEntries(
  Object.entries(weather).map(([name, share]) => [name, name === 'filter' ? share : share * 10]),
);

export const profiles = { calm: {}, network, weather, storm } as const satisfies Record<string, Profile>;

/** The fault that a draw in [0, 1) falls on; absent for a good answer. */
export function drawFault(profile: Profile, draw: number): ActName | undefined {
  let left = draw;
  for (const [name, share] of Object.entries(profile)) {
    left -= share;
    if (left < 0) return name as ActName;
  }
  return undefined;
}
