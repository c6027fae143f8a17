import type { Params } from "./form";

export type LoggedRequest = {
  at: string;
  method: string;
  path: string;
  idempotency_key: string | null;
  parameters: Params;
  fault: string | null;
  replayed: boolean;
  /** Null while it runs, and for ever when the caller was left without an answer. */
  status: number | null;
};

const kept = 10_000;

/** Every refund call since the start, newest last; not journaled, as it is no money. */
export class RequestLog {
  readonly requests: LoggedRequest[] = [];

  add(request: Pick<LoggedRequest, "method" | "path" | "idempotency_key" | "parameters">): LoggedRequest {
    const logged = { at: new Date().toISOString(), ...request, fault: null, replayed: false, status: null };
    this.requests.push(logged);
    if (this.requests.length > kept) this.requests.shift();
    return logged;
  }
}
