import { HopTimeoutError } from "./hops";

const connectionFailures = [
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "CONNECT_TIMEOUT",
  "57P01",
  "57P02",
  "57P03",
  "53300",
  "08000",
  "08003",
  "08006",
];

// What the database gave up of a transaction that meets others: nothing of it happened, and it may go well next time.
const givenUp = ["40001", "40P01", "55P03", "57014"];

// Drizzle and the hops wrap what the driver said.
function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  for (let cause = error; cause instanceof Error && codes.length < 10; cause = cause.cause) {
    codes.push(String((cause as { code?: unknown }).code));
  }
  return codes;
}

/** Did nothing answer, whatever was asked? */
export const isConnectionFailure = (error: unknown): boolean =>
  error instanceof HopTimeoutError || codesOf(error).some((code) => connectionFailures.includes(code));

/** Is it worth asking again in a moment? Not a mistake of whoever asked, nor one of ours. */
export const isOutage = (error: unknown): boolean =>
  isConnectionFailure(error) || codesOf(error).some((code) => givenUp.includes(code));

/** When to ask again. */
export const outageRetrySeconds = 2;
