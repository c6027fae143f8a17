import { z } from "zod";
import { proposeRefundInput } from "@/lib/modules/decisions/schema";
import { amountField, byHand, quantityField } from "./propose-names";

/** The propose form as browsers send it: one `line` for each ticked line, its pieces and amount in fields of their own. */
export const proposeFields = z.preprocess(gatherLines, proposeRefundInput);

const anyFields = z.record(z.string(), z.unknown());

function gatherLines(input: unknown): unknown {
  const { line, evidence, ...fields } = anyFields.parse(input);
  const isByHand = fields.methodId === byHand;
  const ids = (Array.isArray(line) ? line : [line]).filter((id) => typeof id === "string");
  const others = Object.entries(fields).filter(
    // An empty field says nothing: the schema's own default counts.
    ([name, value]) =>
      value !== "" && !name.startsWith(quantityField("")) && !name.startsWith(amountField("")),
  );
  return {
    ...Object.fromEntries(others),
    evidence: typeof evidence === "string" ? listOf(evidence) : evidence,
    ...(isByHand ? { methodId: undefined, isByHand } : {}),
    lines: ids.map((id) => {
      const amountMinor = fields[amountField(id)];
      return {
        orderLineId: id,
        quantity: fields[quantityField(id)] ?? 1,
        ...(amountMinor === undefined || amountMinor === "" ? {} : { amountMinor }),
      };
    }),
  };
}

/** "photo, receipt", as people type it. */
export const listOf = (text: string): string[] => text.split(",").flatMap((word) => word.trim() || []);
