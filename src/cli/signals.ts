/** Ctrl-C during a run: once, what is under way is finished and saved; twice, it stops now; a third time, the process ends. */
import type { Running } from '../execution/run.ts';
import { exitCodes } from './exit-codes.ts';

/** Listens until the function it gives is called. SIGTERM and a closed terminal count as one Ctrl-C. */
export function hearSignals(running: Pick<Running, 'stop'>, say: (text: string) => void): () => void {
  let interrupts = 0;
  const onInterrupt = () => {
    interrupts++;
    if (interrupts === 1) {
      say('Stopping: what is under way is finished and saved. Ctrl-C again stops now.');
      running.stop('soon');
    } else if (interrupts === 2) {
      say('Stopping now. Every answer that was stored is kept.');
      running.stop('now');
    } else process.exit(exitCodes.interrupted.code); // the ledger outlives even this
  };
  const onTerminate = () => {
    if (interrupts > 0) return;
    interrupts = 1;
    say('Asked to stop: what is under way is finished and saved.');
    running.stop('soon');
  };
  process.on('SIGINT', onInterrupt).on('SIGTERM', onTerminate).on('SIGHUP', onTerminate);
  return () => {
    process.off('SIGINT', onInterrupt).off('SIGTERM', onTerminate).off('SIGHUP', onTerminate);
  };
}
