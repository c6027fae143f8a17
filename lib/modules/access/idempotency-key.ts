import { z } from "zod";

/** How a client names a request, so that a retry of it is known as one. */
export const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, "Use 1 to 255 visible ASCII characters.");
