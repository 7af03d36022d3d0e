/** A run as JSON lines on stdout: each event as it is, errors spelled out. */
import { SynthloomError } from '../core/errors.ts';
import type { Display } from './display.ts';
import type { Output } from './screen.ts';

export function jsonDisplay(output: Output): Display {
  const nothing = () => {};
  return {
    show: (event) => output.write(`${JSON.stringify(event, plainError)}\n`),
    ...{ say: nothing, pause: nothing, resume: nothing, close: nothing },
  };
}

/** An error's own message is not among the properties that JSON takes. */
function plainError(_key: string, value: unknown): unknown {
  if (!(value instanceof SynthloomError)) return value;
  const { family, code, message, cure, where } = value;
  return { family, code, message, cure, ...(where && { where }) };
}
