import { z } from "zod";

export const faultModes = ["error_500", "timeout", "rate_limited", "gone"] as const;

export const faultInput = z.strictObject({
  mode: z.enum(faultModes),
  count: z.coerce.number().int().min(1).max(1_000_000).default(1),
  retryAfterSeconds: z.coerce.number().int().min(0).max(3_600).default(1),
});
export type Fault = z.output<typeof faultInput>;

type Outcome = { accepted: boolean; status: number | null; headers: Record<string, string> };

/** What happens to a message; `timeout` takes it in and leaves the sender without an answer. */
export function decideOutcome(fault: Fault | undefined): Outcome {
  switch (fault?.mode) {
    case "error_500":
      return { accepted: false, status: 500, headers: {} };
    case "timeout":
      return { accepted: true, status: null, headers: {} };
    case "rate_limited":
      return { accepted: false, status: 429, headers: { "retry-after": String(fault.retryAfterSeconds) } };
    case "gone":
      return { accepted: false, status: 410, headers: {} };
    default:
      return { accepted: true, status: 200, headers: {} };
  }
}
