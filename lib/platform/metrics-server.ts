import "server-only";
import { createServer, type Server } from "node:http";
import { logger } from "./logger";
import { metrics } from "./metrics";

/**
 * Serves /metrics and /health on the loopback interface. A busy port is logged and costs the metrics, nothing else.
 * @param check what has to answer for the process to be healthy
 */
export async function startMetricsServer(port: number, check: () => Promise<unknown>): Promise<Server> {
  const server = createServer(async (request, response) => {
    if (request.url === "/metrics") {
      response.setHeader("content-type", metrics.registry.contentType);
      response.end(await metrics.registry.metrics());
      return;
    }
    if (request.url === "/health") {
      const isHealthy = await check().then(
        () => true,
        () => false,
      );
      response.statusCode = isHealthy ? 200 : 503;
      response.end(isHealthy ? "ok" : "the database does not answer");
      return;
    }
    response.statusCode = 404;
    response.end();
  });
  server.on("error", (error) => logger.warn({ port, error: error.message }, "metrics are not served"));
  await new Promise<void>((resolve) => {
    server.once("listening", resolve);
    server.once("error", () => resolve());
    server.listen(port, "127.0.0.1");
  });
  return server;
}
