import type { Params } from "./form";
import type { LoggedRequest } from "./request-log";

export type ApiRequest = {
  method: string;
  path: string;
  params: Params;
  idempotencyKey: string | null;
  requestId: string;
  log: LoggedRequest | undefined;
  /** Resolves when the caller has hung up or the simulator stops. */
  gone: Promise<void>;
};

export type ApiAnswer = {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
  /** The money has moved, but the caller shall never hear of it. */
  isWithheld?: boolean;
};
