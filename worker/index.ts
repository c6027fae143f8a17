import { closeDatabase, pingDatabase } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";
import { startMetricsServer } from "@/lib/platform/metrics-server";
import { closeRedis } from "@/lib/platform/redis";
import { startConsumers } from "./consumers";
import { startEffects } from "./effects";
import { startMailFolder } from "./mail-folder";
import { startMailServer } from "./mail-server";
import { startRelay } from "./relay";
import { startSchedules } from "./schedules";

const stopWithinMs = 20_000;

const relay = startRelay();
const consumers = startConsumers();
const effects = startEffects();
const schedules = startSchedules();
const waysIn = [
  ...(env.MAIL_IN_PORT ? [startMailServer(env.MAIL_IN_PORT, env.MAIL_IN_HOST)] : []),
  ...(env.MAIL_IN_DIR ? [startMailFolder(env.MAIL_IN_DIR)] : []),
];
const metricsServer = await startMetricsServer(env.METRICS_PORT, pingDatabase);
logger.info("worker started");

// Stop taking in first, finish what was begun, and close the database last.
let isStopping = false;
async function stop(signal: string): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  logger.info({ signal }, "worker stops");
  setTimeout(() => process.exit(1), stopWithinMs).unref();
  await Promise.all([schedules.stop(), consumers.stop(), ...waysIn.map((way) => way.stop())]);
  await effects.stop();
  await relay.stop();
  metricsServer.close();
  closeRedis();
  await closeDatabase();
  process.exit(0);
}

process.on("SIGTERM", () => void stop("SIGTERM"));
process.on("SIGINT", () => void stop("SIGINT"));
process.on("unhandledRejection", (error) => {
  logger.fatal({ error: String(error) }, "unhandled rejection");
  process.exit(1);
});
