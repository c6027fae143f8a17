import { z } from "zod";
import { replaceRefundInput } from "@/lib/modules/refunds/schema";

/** One choice in the form: by hand, or one of the customer's accounts. */
export const replaceFields = z.preprocess((fields) => {
  const { to, ...rest } = z.record(z.string(), z.unknown()).parse(fields);
  return to === "manual" ? { ...rest, by: "manual" } : { ...rest, by: "store_credit", destinationId: to };
}, replaceRefundInput);
