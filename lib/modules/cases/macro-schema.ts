import { z } from "zod";
import { labelInput } from "./label-schema";
import { longestMessage } from "./reply-schema";
import { unknownVariables } from "./variables";

export type Macro = Readonly<{
  id: string;
  name: string;
  body: string;
  addsLabels: readonly string[];
  setsConversation: "waiting_customer" | "resolved" | null;
  assignsToMe: boolean;
  version: number;
  archivedAt: Date | null;
}>;

const labels = z.preprocess(
  (value) =>
    typeof value === "string"
      ? value
          .split(",")
          .map((label) => label.trim())
          .filter((label) => label !== "")
      : (value ?? []),
  z.array(labelInput).max(10, "At most ten labels."),
);

export const macroInput = z
  .strictObject({
    name: z.string().trim().min(2, "Give it a name of at least two letters.").max(80),
    body: z
      .string()
      .transform((text) => text.replaceAll("\r\n", "\n").trim())
      .pipe(z.string().max(longestMessage)),
    addsLabels: labels,
    setsConversation: z
      .enum(["", "waiting_customer", "resolved"])
      .default("")
      .transform((state) => (state === "" ? null : state)),
    assignsToMe: z.union([z.boolean(), z.stringbool()]).default(false),
  })
  .superRefine(({ body, addsLabels, setsConversation, assignsToMe }, context) => {
    const [unknown] = unknownVariables(body);
    if (unknown !== undefined) {
      context.addIssue({ code: "custom", path: ["body"], message: `{{${unknown}}} is not a variable.` });
    }
    if (body === "" && addsLabels.length === 0 && setsConversation === null && !assignsToMe) {
      context.addIssue({ code: "custom", path: ["body"], message: "Say what the macro writes or does." });
    }
  });
export type MacroInput = z.output<typeof macroInput>;

const version = z.coerce.number().int().min(1).max(2_147_483_647);
export const editMacroInput = macroInput.safeExtend({ macroId: z.uuid(), version });
export type EditMacro = z.output<typeof editMacroInput>;

export const macroIdInput = z.strictObject({ macroId: z.uuid() });
