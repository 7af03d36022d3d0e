/** A thread that holds vectors in shared memory against each other. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Int8Rows } from '../math/int8-vectors.ts';
import { openKernels } from './open.ts';
import { answerVectors, type VectorRequest } from './vector-request.ts';

const kernels = openKernels();
parentPort?.on('message', (request: VectorRequest) => {
  const reply = answerVectors(kernels, workerData as Int8Rows, request);
  parentPort?.postMessage(
    reply,
    reply.map(({ buffer }) => buffer as ArrayBuffer),
  );
});
