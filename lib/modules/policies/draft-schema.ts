import { z } from "zod";
import { policyDocumentInput } from "./schema";

const title = z.string().trim().min(1, "Give the version a title.").max(120);
const note = z.string().trim().max(2_000).default("");
const revision = z.coerce.number().int().min(1);

/** Begins a draft: from a template, or from a version of the tenant's own. */
export const draftPolicyInput = z
  .strictObject({
    title,
    note,
    template: z.string().trim().min(1).max(60).optional(),
    versionId: z.uuid().optional(),
  })
  .refine(({ template, versionId }) => (template === undefined) !== (versionId === undefined), {
    path: ["template"],
    message: "Start from a template or from a version, one of the two.",
  });
export type DraftPolicy = z.output<typeof draftPolicyInput>;

// A form sends the document as text.
const document = z.preprocess(
  (value) => (typeof value === "string" ? readJson(value) : value),
  policyDocumentInput,
);

function readJson(text: string): unknown {
  try {
    return JSON.parse(text, refuseUnstorable);
  } catch {
    return undefined;
  }
}

// PostgreSQL stores neither a NUL nor half of a surrogate pair.
function refuseUnstorable(_key: string, value: unknown): unknown {
  if (typeof value === "string" && (value.includes("\u0000") || /\p{Surrogate}/u.test(value)))
    throw new SyntaxError();
  return value;
}

/** `revision` is the one that was read: whoever saves over a newer one is told so. */
export const savePolicyInput = z.strictObject({ versionId: z.uuid(), revision, title, note, document });
export type SavePolicy = z.output<typeof savePolicyInput>;

export const publishPolicyInput = z.strictObject({
  versionId: z.uuid(),
  /** The revision that the second person has read. */
  revision,
  /** The number that was in force when they compared; missing: whichever it is by now. */
  replacesNumber: z.coerce.number().int().min(0).optional(),
  /** When it shall begin; missing: at once. */
  startsAt: z.preprocess(
    (value) => (value === "" ? undefined : value),
    z.iso.datetime({ offset: true }).optional(),
  ),
});
export type PublishPolicy = z.output<typeof publishPolicyInput>;

export const rollBackPolicyInput = z.strictObject({ versionId: z.uuid(), note });
export type RollBackPolicy = z.output<typeof rollBackPolicyInput>;
