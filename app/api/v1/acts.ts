import "server-only";
import type { z } from "zod";
import type { ApiScope } from "@/lib/modules/access/schema";
import { afterDecision } from "@/lib/modules/decisions/commands";
import type { Decide, Decision } from "@/lib/modules/decisions/schema";
import type { KeyActor } from "@/lib/platform/actor";
import type { Transaction } from "@/lib/platform/db";
import { postRoute } from "@/lib/web/idempotent";
import { ProblemError } from "@/lib/web/problem";
import { check, requireId, versionOf } from "@/lib/web/route";
import { toDecision } from "./contract/decisions";

type Params = Readonly<{ decisionId: string }>;
type Said = Readonly<{ version?: number | undefined; note: string }>;
type Act<Body extends Said> = Readonly<{
  scope: ApiScope;
  body: z.ZodType<Body>;
  run: (
    tx: Transaction,
    actor: KeyActor,
    input: Omit<Body, "version"> & Omit<Decide, "note">,
  ) => Promise<Decision>;
}>;

/** A POST that moves one decision on. */
export const actRoute = <Body extends Said>(name: string, { scope, body, run }: Act<Body>) =>
  postRoute<Params>(`POST /api/v1/decisions/{decisionId}/${name}`, scope, {
    prepare: ({ actor, request, params, json }) => {
      const decisionId = requireId(params.decisionId);
      const { version: named, ...said } = check(body, json);
      const version = oneVersion(versionOf(request), named);
      return async (tx) => ({
        status: 200,
        body: toDecision(await run(tx, actor, { ...said, decisionId, ...(version ? { version } : {}) })),
      });
    },
    afterCommit: ({ actor }) => afterDecision(actor),
  });

/** @throws ProblemError 400 when header and body name different versions */
export function oneVersion(header: number | undefined, body: number | undefined): number | undefined {
  if (header === undefined || body === undefined || header === body) return header ?? body;
  throw new ProblemError({
    status: 400,
    code: "if_match_invalid",
    detail: "If-Match and the body name different versions.",
  });
}
