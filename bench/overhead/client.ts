/** One client in a process of its own: warms up, makes its calls with so many in flight, prints what a call cost. */
// node client.ts '{"name": …, "baseUrl": …, "inFlight": …, "calls": …, "packages": …}'
import { type ClientName, clients, type Setting } from './clients.ts';

export interface Cost {
  /** User and system time of the process, milliseconds of CPU a call. */
  readonly cpuMs: number;
  readonly callsPerSecond: number;
  /** Largest resident size, in MB. */
  readonly peakMb: number;
  readonly failed: number;
}

type Order = Setting & { readonly name: ClientName; readonly calls: number };

const order = JSON.parse(process.argv[2]!) as Order;
const client = await clients[order.name](order);
await make(Math.max(order.inFlight * 2, order.calls / 5));
const [before, started] = [process.cpuUsage(), performance.now()];
const failed = await make(order.calls);
const { user, system } = process.cpuUsage(before);
const cost: Cost = {
  cpuMs: (user + system) / 1000 / order.calls,
  callsPerSecond: (order.calls / (performance.now() - started)) * 1000,
  peakMb: process.resourceUsage().maxRSS / 1024,
  failed,
};
process.stdout.write(`${JSON.stringify(cost)}\n`);
await client.close();
process.exit(0);

async function make(calls: number): Promise<number> {
  let next = 0;
  let failures = 0;
  const work = async () => {
    while (next < calls) {
      const nth = next++;
      try {
        await client.call(nth);
      } catch (error) {
        if (failures++ === 0) process.stderr.write(`${String(error)}\n`);
      }
    }
  };
  await Promise.all(Array.from({ length: order.inFlight }, work));
  return failures;
}
