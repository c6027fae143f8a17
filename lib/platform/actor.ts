export const roles = ["viewer", "agent", "lead", "finance", "admin"] as const;
export type Role = (typeof roles)[number];

/** A person with a membership in the tenant. The role was read from the database, never from a token. */
export type MemberActor = Readonly<{
  kind: "member";
  tenantId: string;
  userId: string;
  role: Role;
  name: string;
  /** Of the auth server. Says in the database how fresh the person's second factor is. */
  sessionId: string;
}>;

/** An API key: an integration, or an AI agent that may only propose. */
export type KeyActor = Readonly<{
  kind: "key";
  tenantId: string;
  keyId: string;
  /** The program behind it, the same for every key that took the place of another; left out: the key itself. */
  clientId?: string;
  name: string;
  scopes: readonly string[];
  isAi: boolean;
}>;

/** The product itself, acting for one tenant: worker jobs and verified provider events. */
export type SystemActor = Readonly<{ kind: "system"; tenantId: string; name: string }>;

/** Somebody before a tenant is known; `userId` is null until they sign in. */
export type Visitor = Readonly<{ kind: "visitor"; userId: string | null; sessionId?: string }>;

/** What happens to accounts belongs to no tenant. Its events and mails go through the outbox under this id. */
export const platformTenantId = "00000000-0000-7000-8000-000000000000";

/** The product itself, acting for accounts. */
export const platformActor: SystemActor = { kind: "system", tenantId: platformTenantId, name: "Makegood" };

/** Who is asking, and for which tenant. First argument of every query and command of the desk. */
export type Actor = MemberActor | KeyActor | SystemActor;

/**
 * Somebody who bought something, in the portal. Not an `Actor`: what is made for the desk does not compile with one, and
 * the database shows them their own rows and columns only.
 */
export type CustomerActor = Readonly<{
  kind: "customer";
  tenantId: string;
  /** Under this id their acts are recorded. */
  customerId: string;
  /** Everybody whom the shop knows under the same proven mail address; the first one is `customerId`. */
  customerIds: readonly string[];
  /** What they do is written down under this name, so that nothing has to be erased there. */
  name: "Customer";
  /** A guest proved that the mails about one order reach them: only this order is theirs. */
  orderId?: string;
}>;

/** Whoever an act is written down under. */
export type Author = Actor | CustomerActor;

/** What row-level security sees of an actor: built by the server, never taken from a token as it is. */
export function claimsOf(actor: Author | Visitor): Record<string, string | null | readonly string[]> {
  switch (actor.kind) {
    case "member":
      return {
        sub: actor.userId,
        tenant_id: actor.tenantId,
        app_role: actor.role,
        actor_kind: "member",
        session_id: actor.sessionId,
      };
    case "key":
      return { sub: actor.keyId, tenant_id: actor.tenantId, app_role: null, actor_kind: "key" };
    case "system":
      return { sub: null, tenant_id: actor.tenantId, app_role: null, actor_kind: "system" };
    case "customer":
      return {
        sub: actor.customerId,
        tenant_id: actor.tenantId,
        app_role: null,
        actor_kind: "customer",
        customer_ids: actor.customerIds,
        order_id: actor.orderId ?? null,
      };
    case "visitor":
      return {
        sub: actor.userId,
        tenant_id: null,
        app_role: null,
        actor_kind: "visitor",
        session_id: actor.sessionId ?? null,
      };
  }
}

/** The id under which an actor's acts are recorded, or null for the product itself. */
export function actorId(actor: Author): string | null {
  switch (actor.kind) {
    case "member":
      return actor.userId;
    case "key":
      return actor.keyId;
    case "customer":
      return actor.customerId;
    case "system":
      return null;
  }
}
