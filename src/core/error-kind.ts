/** The form in which errors are written down. */

/** One kind of error, as data. Codes are permanent; the error pages are generated from these. */
export interface ErrorKind {
  /** A heading for its page: the situation in a few words. */
  readonly title: string;
  /** What happened and why, from the facts of the case. */
  readonly what: (facts: never) => string;
  /** What the user should do. */
  readonly cure: string;
}

/** What becomes of a call that met a fault: tried again and then parked; parked at once; or the whole run stops. */
export type Remedy = 'retry' | 'park' | 'halt';

export interface FaultKind extends ErrorKind {
  readonly remedy: Remedy;
}
