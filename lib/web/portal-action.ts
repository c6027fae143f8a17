import "server-only";
import type { z } from "zod";
import { type Dictionary, type FieldError, fieldErrors } from "@/lib/modules/portal/dictionary";
import type { CustomerActor } from "@/lib/platform/actor";
import { DomainError } from "@/lib/platform/errors";
import { type ActionResult, accountAction, type Outcome, parse, settle } from "./action";
import { findReader, type PortalPage, requirePortal } from "./portal-page";
import { limit } from "./rate-limit";
import type { SignedIn } from "./session";

const writeAllowance = { points: 30, durationSeconds: 600 } as const;

type Form = (slug: string, previous: ActionResult, formData: FormData) => Promise<ActionResult>;

/** Wraps what anybody may do in a shop's portal. Its failures speak the reader's language. Bind the slug. */
export const portalAction =
  <Schema extends z.ZodType>(
    schema: Schema,
    run: (page: PortalPage, input: z.output<Schema>) => Promise<Outcome>,
  ): Form =>
  (slug, _previous, formData) =>
    settle(formData, async () => {
      const page = await requirePortal(slug);
      return translated(page.words, async () => run(page, parse(schema, formData)));
    });

/** The same for what only a customer of the shop may do. */
export const customerAction = <Schema extends z.ZodType>(
  schema: Schema,
  run: (page: PortalPage, customer: CustomerActor, input: z.output<Schema>) => Promise<Outcome>,
): Form =>
  portalAction(schema, async (page, input) => {
    const customer = (await findReader(page.portal.slug))?.customer;
    if (!customer) throw new DomainError("unauthenticated", "Signed out.");
    await limit("portal-write", customer.customerId, writeAllowance);
    return run(page, customer, input);
  });

/** The same for what somebody does to their own account, lately proved to be theirs. */
export const portalAccountAction =
  <Schema extends z.ZodType>(
    schema: Schema,
    run: (page: PortalPage, account: SignedIn, input: z.output<Schema>) => Promise<Outcome>,
  ): Form =>
  async (slug, previous, formData) => {
    const page = await requirePortal(slug);
    const answer = await accountAction(
      schema,
      (account, input) => translated(page.words, async () => run(page, account, input)),
      "account",
    )(previous, formData);
    if (answer.status !== "failed" || !answer.needsProof) return answer;
    return { ...answer, message: page.words.account.proof };
  };

async function translated<Result>(words: Dictionary, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError(error.code, say(words, error), error.detail);
  }
}

/** What went wrong, in the reader's language: by its name, the field it belongs to, or its kind. */
function say({ errors }: Dictionary, { code, publicMessage, detail }: DomainError): string {
  const { field, retryAfterSeconds } = detail;
  if (retryAfterSeconds !== undefined) return errors.wait(retryAfterSeconds);
  if (field === "tooLate" || field === "closed" || field === "owed") return errors[field];
  if (code === "invalid" && isFieldError(publicMessage)) return errors.fields[publicMessage];
  if (code === "invalid" && isFieldError(field)) return errors.fields[field];
  return errors[code];
}

const isFieldError = (name: string | undefined): name is FieldError =>
  fieldErrors.some((known) => known === name);
