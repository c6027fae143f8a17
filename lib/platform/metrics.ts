import "server-only";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

type Metrics = Readonly<{
  registry: Registry;
  hopSeconds: Histogram<"hop" | "outcome">;
  hopBudgetSeconds: Gauge<"hop">;
  cacheRequests: Counter<"entity" | "result">;
  relayed: Counter;
  streamGaps: Counter;
  effects: Counter<"kind" | "outcome">;
  requests: Histogram<"route" | "status">;
}>;

// The alert thresholds 50, 200 and 500 ms are edges, so a share under them is exact.
const latencySeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10];

function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    hopSeconds: new Histogram({
      name: "hop_duration_seconds",
      help: "Duration of each outgoing call, by hop and outcome",
      labelNames: ["hop", "outcome"],
      buckets: latencySeconds,
      registers,
    }),
    hopBudgetSeconds: new Gauge({
      name: "hop_budget_seconds",
      help: "Declared p99 budget of each hop",
      labelNames: ["hop"],
      registers,
    }),
    cacheRequests: new Counter({
      name: "cache_requests_total",
      help: "Cache look-ups by entity and result",
      labelNames: ["entity", "result"],
      registers,
    }),
    relayed: new Counter({ name: "relay_events_total", help: "Events published to streams", registers }),
    streamGaps: new Counter({
      name: "relay_stream_gaps_total",
      help: "Streams found to differ from the database and rebuilt",
      registers,
    }),
    effects: new Counter({
      name: "effects_total",
      help: "Tries of effects by kind and outcome",
      labelNames: ["kind", "outcome"],
      registers,
    }),
    requests: new Histogram({
      name: "http_server_request_duration_seconds",
      help: "Duration of API requests by route and status",
      labelNames: ["route", "status"],
      buckets: latencySeconds,
      registers,
    }),
  };
}

// Next loads modules in several graphs; without one shared anchor each would count for itself.
const anchor = Symbol.for("makegood.metrics");
const holder = globalThis as typeof globalThis & { [anchor]?: Metrics };
holder[anchor] ??= createMetrics();

export const metrics: Metrics = holder[anchor];
