import { pingDatabase } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { startMetricsServer } from "@/lib/platform/metrics-server";

// On SIGTERM Next finishes the requests that are under way and ends the process, and this server with it.
await startMetricsServer(env.METRICS_PORT, pingDatabase);
