import { z } from "zod";

const externalId = z.string().trim().min(1).max(120);

/** A new conversation: whose it is, by the shop's own ids, and what they wrote. */
export const openCaseInput = z
  .strictObject({
    orderNumber: externalId.optional(),
    /** Needed only for a case that is about no order. */
    customerId: externalId.optional(),
    subject: z.string().trim().min(1).max(200),
    message: z.string().trim().min(1).max(20_000),
    /** The sender's own id of the conversation: a second case of the same one is a conflict. */
    externalId: externalId.optional(),
  })
  .refine(({ orderNumber, customerId }) => orderNumber !== undefined || customerId !== undefined, {
    path: ["orderNumber"],
    message: "Name the order, or the customer.",
  });
export type OpenCaseInput = z.output<typeof openCaseInput>;
