import "server-only";
import pino from "pino";
import { env } from "./env";

/** JSON lines on standard output: ids, never payloads; secrets are cut out even when somebody passes them. */
export const logger = pino({
  level: env.LOG_LEVEL,
  base: null,
  redact: {
    paths: [
      "password",
      "token",
      "authorization",
      "cookie",
      "*.password",
      "*.token",
      "*.authorization",
      "*.cookie",
    ],
    censor: "[redacted]",
  },
});
