"""The same calls from Python httpx: warms up, makes its calls with so many in flight, prints what a call cost."""
import asyncio, json, resource, sys, time
import httpx

order = json.loads(sys.argv[1])
PROMPT = "You are generating training data. " * 40


def body(nth):
    messages = [
        {"role": "system", "content": "You are a careful generator."},
        {"role": "user", "content": f"{PROMPT}{nth}"},
    ]
    return {"model": "gpt-4o", "temperature": 0.8, "max_tokens": 512, "messages": messages}


async def make(client, calls):
    pending = iter(range(calls))
    failed = 0

    async def work():
        nonlocal failed
        for nth in pending:
            try:
                response = await client.post("/chat/completions", json=body(nth))
                response.json()["choices"][0]["message"]["content"]
            except Exception as error:
                failed += 1
                if failed == 1:
                    print(repr(error), file=sys.stderr)

    await asyncio.gather(*(work() for _ in range(order["inFlight"])))
    return failed


async def main():
    limits = httpx.Limits(max_connections=order["inFlight"], max_keepalive_connections=order["inFlight"])
    async with httpx.AsyncClient(base_url=order["baseUrl"], limits=limits, timeout=60, headers={"authorization": "Bearer x"}) as client:
        await make(client, min(order["inFlight"], order["calls"]))
        cpu, started = time.process_time(), time.perf_counter()
        failed = await make(client, order["calls"])
        cost = {
            "cpuMs": (time.process_time() - cpu) * 1000 / order["calls"],
            "callsPerSecond": order["calls"] / (time.perf_counter() - started),
            "peakMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "failed": failed,
        }
        print(json.dumps(cost))


asyncio.run(main())
