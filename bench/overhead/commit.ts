/** The seam between a call and its record: what a run does to keep an answer, on a real disk. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Request } from '../../src/core/model.ts';
import { hashText } from '../../src/core/recipe.ts';
import type { Bought } from '../../src/models/structured.ts';
import { realDisk } from '../../src/store/disk.ts';
import { type EntryHead, Ledger } from '../../src/store/ledger.ts';

export interface Committed {
  /** Notes the call, makes it, and gives its reply once that is safe from a power cut. */
  through(nth: number, request: Request, call: () => Promise<Bought>): Promise<Bought>;
  close(): Promise<void>;
}

export async function openCommit(role: string): Promise<Committed> {
  const folder = await mkdtemp(join(tmpdir(), 'synthloom-overhead-'));
  const ledger = await Ledger.open(realDisk, folder);
  return {
    through: async (nth, request, call) => {
      const place = { step: 'prompt', sample: nth.toString(16).padStart(16, '0'), role, model: 'gpt-4o' };
      const key = hashText(JSON.stringify([place, request.messages, request.schema]), 32);
      const head: EntryHead = { key, ...place, inputTokens: 0, outputTokens: 0, costUsd: 0 };
      const started = performance.now();
      await ledger.sending(head, 0.01);
      const reply = await call();
      const { tokens, costUsd } = reply;
      const asked = {
        messages: request.messages,
        maxTokens: request.maxTokens,
        structured: request.schema !== undefined,
      };
      const body = { reply, asked, at: new Date().toISOString(), ms: performance.now() - started };
      await ledger.store({
        kind: 'answer',
        ...head,
        inputTokens: tokens.input,
        outputTokens: tokens.output,
        costUsd,
        body,
      });
      return reply;
    },
    close: async () => {
      await ledger.close();
      await rm(folder, { recursive: true });
    },
  };
}
