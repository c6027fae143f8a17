import { z } from "zod";
import { proposeRefundInput } from "@/lib/modules/decisions/schema";

/** The form's name for how many pieces of a line go back. */
export const quantityField = (orderLineId: string): string => `quantity.${orderLineId}`;

/** The propose form as browsers send it: one `line` for each ticked line, its pieces in a field of their own. */
export const proposeFields = z.preprocess(gatherLines, proposeRefundInput);

const anyFields = z.record(z.string(), z.unknown());

function gatherLines(input: unknown): unknown {
  const { line, ...fields } = anyFields.parse(input);
  const ids = (Array.isArray(line) ? line : [line]).filter((id) => typeof id === "string");
  const others = Object.entries(fields).filter(([name]) => !name.startsWith(quantityField("")));
  return {
    ...Object.fromEntries(others),
    lines: ids.map((id) => ({ orderLineId: id, quantity: fields[quantityField(id)] ?? 1 })),
  };
}
