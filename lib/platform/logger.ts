import "server-only";
import pino from "pino";
import { env } from "./env";

type Described = Readonly<{
  type: string;
  message: string;
  stack?: string;
  code?: string;
  cause?: Described;
}>;

// A failed query carries its values along, and they are people's names, addresses and hashes of keys.
const withoutValues = (text: string): string => text.replace(/\nparams: .*/g, "");

/** What a log may know of an error: never the values of a query. */
export function describeError(error: unknown): Described {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const { name, message, stack, cause } = error;
  const { code } = error as { code?: unknown };
  return {
    type: name,
    message: withoutValues(message),
    ...(stack && { stack: withoutValues(stack) }),
    ...(typeof code === "string" && { code }),
    ...(cause instanceof Error && { cause: describeError(cause) }),
  };
}

/** JSON lines on standard output: ids, never payloads; secrets are cut out even when somebody passes them. */
export const logger = pino({
  level: env.LOG_LEVEL,
  base: null,
  serializers: { err: describeError },
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
