import { pingDatabase } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";
import { startMetricsServer } from "@/lib/platform/metrics-server";
import { loadVerifier } from "@/lib/web/access-token";

// On SIGTERM Next finishes the requests that are under way and ends the process, and this server with it.
await startMetricsServer(env.METRICS_PORT, pingDatabase);

// Not awaited: a process that starts while the auth server is away still serves whoever needs no account.
loadVerifier().catch((error: unknown) => logger.warn({ err: error }, "the auth server is not there yet"));
