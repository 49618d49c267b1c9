// Exemplars must lead to traces: here stand-ins for Prometheus and the trace store say what is wrong.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { test, type TestContext } from "node:test";
import { exemplarFaults } from "./exemplars.js";

const ID = "0123456789abcdef0123456789abcdef";
const OTHER = ID.replace("0", "f");
const SERIES = "orders_placed_total";

async function serve(context: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  context.after(() => server.close());
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Each service has one exemplar, that leads to this trace. */
const prometheus = (context: TestContext, traces: Readonly<Record<string, string>>) =>
  serve(context, (_, response) => {
    const data = Object.entries(traces).map(([service, trace_id]) => ({ seriesLabels: { __name__: SERIES, service, instance: `${service}-1` }, exemplars: [{ labels: { trace_id } }] }));
    response.end(JSON.stringify({ status: "success", data }));
  });

/** Has these traces from the second time on that somebody asks for one, as a collector waits before it decides. */
function zipkin(context: TestContext, ...stored: readonly string[]): Promise<string> {
  const asked = new Set<string>();
  return serve(context, ({ url = "" }, response) => {
    const isStored = asked.has(url) && stored.some((id) => url === `/api/v2/trace/${id}`);
    asked.add(url);
    response.writeHead(isStored ? 200 : 404).end("[]");
  });
}

const allWith = (trace: string) => ({ user: ID, product: ID, order: trace, payment: ID });

test("exemplars whose traces are stored in the end are fine", async (context) => {
  assert.deepEqual(await exemplarFaults(await prometheus(context, allWith(OTHER)), await zipkin(context, ID, OTHER)), []);
});

test("an exemplar whose trace nobody stored is named", async (context) => {
  const store = await zipkin(context, ID);
  assert.deepEqual(await exemplarFaults(await prometheus(context, allWith(OTHER)), store, 600), [`${SERIES} of order-1: its exemplar ${OTHER} leads to no trace at ${store}`]);
});

test("what is no trace id is told", async (context) => {
  assert.deepEqual(await exemplarFaults(await prometheus(context, allWith("none")), await zipkin(context, ID)), [`${SERIES} of order-1: its exemplar "none" is no trace id`]);
});

test("a service without exemplars is named", async (context) => {
  const { payment: _, ...others } = allWith(ID);
  assert.deepEqual(await exemplarFaults(await prometheus(context, others), await zipkin(context, ID), 600), [
    "payment: no exemplar in the last 45 s: nothing leads from its panels to a trace",
  ]);
});
