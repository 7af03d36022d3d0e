/** A model process without a model, for tests: it answers with what it was asked, and dies, waits or fails on command. */
import type { FromChild, LoadOrder, ToChild } from './protocol.ts';

const say = (message: FromChild) => process.send!(message);
const held: number[] = [];

process.on('disconnect', () => process.exit(0));
process.on('message', (message: ToChild) => {
  if (message.kind === 'load') load(message.order);
  else if (message.kind === 'ask') answer(message);
  else {
    held.splice(held.indexOf(message.call), 1);
    say({ kind: 'fault', call: message.call, code: 'model-crashed', detail: 'cancelled' });
  }
});

function load({ path, sequences = 4, contextTokens = 512 }: LoadOrder): void {
  if (path === 'broken')
    process.send!({ kind: 'broken', reason: 'not a GGUF file' } satisfies FromChild, () => process.exit(1));
  else if (path === 'dies') process.exit(3);
  else say({ kind: 'ready', loaded: { sequences, contextTokens, build: 'echo', template: 'none' } });
}

function answer({ call, request }: Extract<ToChild, { kind: 'ask' }>): void {
  const text = request.messages.at(-1)!.content;
  if (text === 'die') {
    process.stderr.write('GGML_ASSERT failed: out of luck\n', () => process.exit(134));
    return;
  }
  if (text === 'too long') return void say({ kind: 'fault', call, code: 'too-long', detail: '900 of 512 tokens' });
  if (text.startsWith('hold')) return void held.push(call);
  const said = { text: `${process.pid}:${text}`, finish: 'stop' as const, tokens: { input: text.length, output: 1 } };
  say({ kind: 'said', call, said, effort: { prompt: text.length, evaluated: 1 } });
}
