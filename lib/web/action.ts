import "server-only";
import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { freshForMs, isFresh } from "@/lib/modules/accounts/policy";
import type { BulkReport } from "@/lib/modules/cases/inbox/bulk-schema";
import type { MemberActor } from "@/lib/platform/actor";
import { DomainError } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import { type Origin, withOrigin } from "@/lib/platform/origin";
import { isOutage, outageRetrySeconds } from "@/lib/platform/outage";
import { clientNetwork, isSameOrigin, requestIdOf } from "./headers";
import { isStorable } from "./json-text";
import { requireLiveUser } from "./live-user";
import { describeDevice } from "./open-session";
import { findSession, findSessionAnew, findVisitor, memberOf, type SignedIn } from "./session";

export type ActionResult =
  | Readonly<{ status: "idle" }>
  | Readonly<{
      status: "done";
      message?: string;
      /** What the message sums up, a line each. */
      lines?: readonly string[];
      /** Shown this once and never again: recovery codes, an API key. */
      secrets?: readonly string[];
      /** What became of each of many cases. */
      report?: BulkReport;
    }>
  | Readonly<{
      status: "failed";
      message: string;
      field?: string;
      retryAfterSeconds?: number;
      /** Prove once more who you are, then send this again. */
      needsProof?: true;
      /** What was typed, without secrets, so that a form is never emptied by its own failure. */
      values?: Readonly<Record<string, string>>;
    }>;

// biome-ignore lint/suspicious/noConfusingVoidType: a command may simply return nothing.
export type Outcome = void | Omit<Extract<ActionResult, { status: "done" }>, "status">;

/** How lately whoever acts must have proved who they are. */
type Proof = keyof typeof freshForMs;

/**
 * Wraps a command as a server action of one tenant's page: who is it, is it valid, run it. What a user can cause
 * becomes a value the form can show; bugs are logged and thrown. Bind the slug: `approve.bind(null, slug)`.
 */
export function action<Schema extends z.ZodType>(
  schema: Schema,
  run: (actor: MemberActor, input: z.output<Schema>) => Promise<Outcome>,
  proof?: Proof,
) {
  return (tenantSlug: string, _previous: ActionResult, formData: FormData): Promise<ActionResult> =>
    settle(formData, async () => {
      const actor = await requireMember(tenantSlug);
      if (proof) await requireProof(await requireSignedIn(), proof);
      return run(actor, parse(schema, formData));
    });
}

/** The same for what somebody does to their own account. */
export function accountAction<Schema extends z.ZodType>(
  schema: Schema,
  run: (visitor: SignedIn, input: z.output<Schema>) => Promise<Outcome>,
  proof?: Proof,
) {
  return (_previous: ActionResult, formData: FormData): Promise<ActionResult> =>
    settle(formData, async () => {
      const visitor = await requireSignedIn();
      if (proof) await requireProof(visitor, proof);
      return run(visitor, parse(schema, formData));
    });
}

/** The same for forms that work before anybody is signed in. */
export function publicAction<Schema extends z.ZodType>(
  schema: Schema,
  run: (input: z.output<Schema>) => Promise<Outcome>,
) {
  return (_previous: ActionResult, formData: FormData): Promise<ActionResult> =>
    settle(formData, async () => run(parse(schema, formData)));
}

/** Runs what a form asked for. What a user can cause becomes its answer; bugs are logged and thrown. */
export async function settle(formData: FormData, work: () => Promise<Outcome>): Promise<ActionResult> {
  try {
    if (!(await isSameOrigin())) {
      throw new DomainError("forbidden", "This form came from another site. Open the page again and retry.");
    }
    const outcome = await withOrigin(await describeOrigin(), work);
    return { status: "done", ...outcome };
  } catch (error) {
    // Redirects and 404s travel as exceptions, too.
    unstable_rethrow(error);
    if (error instanceof DomainError) {
      const { more: _, ...detail } = error.detail;
      return { status: "failed", message: error.publicMessage, ...detail, values: typedIn(formData) };
    }
    if (isRefusedByDatabase(error)) {
      // The database looks at whoever acts now, the app up to a second ago.
      logger.warn({ requestId: requestIdOf(await headers()), err: error }, "the database refused an action");
      const message = "Your access changed a moment ago. Confirm it is you, then send this again.";
      return { status: "failed", message, needsProof: true, values: typedIn(formData) };
    }
    if (isOutage(error)) {
      logger.warn(
        { requestId: requestIdOf(await headers()), err: error },
        "an action found something out of reach",
      );
      return {
        status: "failed",
        message:
          "We could not reach our database just now. Look whether it was recorded; if not, send it again.",
        retryAfterSeconds: outageRetrySeconds,
        values: typedIn(formData),
      };
    }
    logger.error({ requestId: requestIdOf(await headers()), err: error }, "a server action failed");
    throw error;
  }
}

const describeOrigin = async (): Promise<Origin> => ({
  requestId: requestIdOf(await headers()),
  network: await clientNetwork(),
  device: await describeDevice(),
});

// A redirect would throw away what was typed, so an ended session is a failure to read here.
async function requireSignedIn(): Promise<SignedIn> {
  const visitor = await findVisitor();
  if (visitor) return visitor;
  const unfinished = await findSession();
  throw new DomainError(
    "unauthenticated",
    unfinished
      ? "Finish signing in in another tab, then send this again."
      : "Your session has ended. Sign in in another tab, then send this again.",
  );
}

async function requireMember(tenantSlug: string): Promise<MemberActor> {
  const { actor, lacks } = memberOf(await requireSignedIn(), tenantSlug);
  if (actor) return actor;
  throw lacks === "membership"
    ? new DomainError("not_found", "This page does not exist, or you do not belong to its workspace.")
    : new DomainError("forbidden", "Your role needs a second factor. Add one in your account first.");
}

// Asked of the auth server, too: what it has ended must not do anything that matters, whatever a token says.
async function requireProof(visitor: SignedIn, proof: Proof): Promise<void> {
  const isProved = (who: SignedIn) => isFresh(who, who.session, freshForMs[proof]);
  if (!isProved(visitor) && !isProved((await findSessionAnew()) ?? visitor)) {
    throw new DomainError("forbidden", "For this, please prove once more who you are.", { needsProof: true });
  }
  await requireLiveUser();
}

/** What a form holds. @throws DomainError `invalid`, with the field */
export function parse<Schema extends z.ZodType>(schema: Schema, formData: FormData): z.output<Schema> {
  const fields = fieldsOf(formData);
  const unstorable = Object.entries(fields).find((field) => !field.flat().every(isStorableField));
  if (unstorable) throw new DomainError("invalid", "This contains a character that cannot be kept.");
  const parsed = schema.safeParse(fields);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const unknownField = issue?.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const field = unknownField ?? issue?.path.join(".");
  throw new DomainError("invalid", issue?.message ?? "This form is not complete.", field ? { field } : {});
}

const isStorableField = (value: unknown): boolean => typeof value !== "string" || isStorable(value);

// After hydration React sends its own hidden "$ACTION_…" fields along; a strict schema would refuse them.
// A name sent twice becomes a list, so that nobody can choose which of two values is the one that counts.
function fieldsOf(formData: FormData): Record<string, unknown> {
  const names = new Set([...formData.keys()].filter((name) => !name.startsWith("$ACTION_")));
  return Object.fromEntries(
    [...names].map((name) => {
      const values = formData.getAll(name);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
}

function isRefusedByDatabase(error: unknown): boolean {
  const cause = error instanceof Error && error.cause ? error.cause : error;
  return (cause as { code?: unknown } | undefined)?.code === "42501";
}

const secretFields = /password|token|secret|^code$/i;

const typedIn = (formData: FormData): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fieldsOf(formData)).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string" && !secretFields.test(entry[0]),
    ),
  );
