import { z } from "zod";
import { faultInLabel, plainLabel } from "./schema";

export const labelInput = z
  .string()
  .transform(plainLabel)
  .superRefine((label, context) => {
    const fault = faultInLabel(label);
    if (fault) context.addIssue({ code: "custom", message: fault });
  });
