#!/usr/bin/env node
/** The `synthloom` command: reads the words given, runs the command, and turns whatever goes wrong into a message and an exit code. */
import { type Command, CommanderError } from 'commander';
import { mistake } from '../core/errors.ts';
import { exitCodes } from './exit-codes.ts';
import { answerToOwnName } from './own-name.ts';
import { printError } from './print-error.ts';
import { buildProgram } from './program.ts';

process.exitCode = await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<number> {
  const debug = words.includes('--debug');
  answerToOwnName();
  const program = buildProgram();
  let complaint = '';
  prepare(program, (text) => {
    complaint += text;
  });
  process.on('uncaughtException', (error) => void printError(error, { debug }).then((code) => process.exit(code)));
  process.stdout.on('error', leaveQuietly);
  process.stderr.on('error', leaveQuietly);
  try {
    await program.parseAsync(words, { from: 'user' });
    return Number(process.exitCode ?? exitCodes.done.code);
  } catch (error) {
    if (!(error instanceof CommanderError)) return printError(error, { debug });
    if (error.exitCode === 0) return exitCodes.done.code;
    if (error.code === 'commander.help') return exitCodes.mistake.code; // the help was printed
    return printError(mistake('bad-usage', { reason: usageReason(complaint || error.message) }, { cause: error }), {
      debug,
    });
  }
}

/** Commands throw instead of exiting, and hand us their complaints. */
function prepare(command: Command, complain: (text: string) => void): void {
  command.exitOverride().configureOutput({ outputError: complain });
  for (const each of command.commands) prepare(each, complain);
}

/** `error: unknown option '--quick'` with its `(Did you mean …?)`, as a sentence. */
function usageReason(complaint: string): string {
  const text = complaint
    .trim()
    .replace(/^error: /, '')
    .replaceAll(/\n\(?(Did you mean [^)]*)\)?/g, '. $1');
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.?!]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** Whoever reads our output has gone (`| head`): a run is asked to stop as by a signal, anything else just ends. */
function leaveQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  if (process.listenerCount('SIGTERM') > 0) process.emit('SIGTERM');
  else process.exit(exitCodes.done.code);
}
