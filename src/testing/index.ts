/** For those who test steps, models and recipes of their own as synthloom tests its own. */

export { type CountingBackend, countingBackend } from './counting-backend.ts';
export { type FaultServer, type FaultServerOptions, startFaultServer } from './fault-server.ts';
export { datasetOf, samplesOf } from './samples.ts';
export { runStep, type Said, type StepResult, type StepTrial } from './test-step.ts';
