/** The same work through node-llama-cpp's own chat sessions, all started at once: what `run.ts` compares with. */
import { getLlama, LlamaChatSession, LlamaLogLevel } from 'node-llama-cpp';
import { cpuSeconds, type Measured, TOKENS, topics } from './work.ts';

const [path = '', count = '1'] = process.argv.slice(2);
const sequences = Number(count);
const llama = await getLlama({
  gpu: false,
  build: 'never',
  maxThreads: 1,
  logLevel: LlamaLogLevel.error,
  progressLogs: false,
});
const model = await llama.loadModel({ modelPath: path, gpuLayers: 0 });
const context = await model.createContext({ sequences, contextSize: 512, threads: 1 });
const sessions = topics(sequences).map((topic) => ({
  topic,
  session: new LlamaChatSession({ contextSequence: context.getSequence() }),
}));

const say = async (maxTokens: number) => {
  let tokens = 0;
  await Promise.all(
    sessions.map(({ topic, session }, seed) =>
      session.prompt(topic, { maxTokens, temperature: 0.8, seed, onToken: (chunk) => (tokens += chunk.length) }),
    ),
  );
  return tokens;
};
await say(1);
for (const { session } of sessions) session.resetChatHistory();
const [wall, cpu] = [performance.now(), cpuSeconds([process.pid])];
const tokens = await say(TOKENS);
const seconds = (performance.now() - wall) / 1000;
const measured: Measured = {
  tokens,
  seconds,
  cpuSeconds: cpuSeconds([process.pid]) - cpu,
  megabytes: process.memoryUsage.rss() / 1e6,
};
process.stdout.write(JSON.stringify(measured));
process.exit(0);
