import "server-only";
import { z } from "zod";
import type { MemberActor } from "@/lib/platform/actor";
import { DomainError } from "@/lib/platform/errors";
import { withOrigin } from "@/lib/platform/origin";
import { isSameOrigin, networkOf, requestIdOf } from "./headers";
import { ProblemError, problemOf, problemResponse } from "./problem";
import { findVisitor, memberOf } from "./session";

type Context<Params> = Readonly<{ params: Promise<Params & { tenant: string }> }>;
type Call<Params> = Readonly<{ actor: MemberActor; request: Request; params: Params }>;

/**
 * Wraps a route that pages of the desk call: a signed-in member of the tenant, and for anything but GET one of our own
 * pages. What a user can cause becomes a problem document; another tenant looks like one that does not exist.
 */
export function deskRoute<Params>(handle: (call: Call<Params & { tenant: string }>) => Promise<Response>) {
  return async (request: Request, { params }: Context<Params>): Promise<Response> => {
    const requestId = requestIdOf(request.headers);
    try {
      const given = await params;
      if (request.method !== "GET" && !(await isSameOrigin())) {
        throw new DomainError("forbidden", "This was sent from another site.");
      }
      const visitor = await findVisitor();
      if (!visitor) throw new DomainError("unauthenticated", "Please sign in again.");
      const { actor } = memberOf(visitor, given.tenant);
      if (!actor) throw new DomainError("not_found", "This does not exist.");
      const network = networkOf(request.headers.get("x-forwarded-for"));
      return await withOrigin({ requestId, network }, () => handle({ actor, request, params: given }));
    } catch (error) {
      if (error instanceof ProblemError) return problemResponse({ ...error.problem, requestId });
      if (error instanceof DomainError) return problemResponse({ ...problemOf(error), requestId });
      throw error;
    }
  };
}

/** @throws DomainError `not_found` for what cannot be an id of ours */
export function requireKnownId(text: string): string {
  const id = z.uuid().safeParse(text);
  if (id.success) return id.data.toLowerCase();
  throw new DomainError("not_found", "This does not exist.");
}
