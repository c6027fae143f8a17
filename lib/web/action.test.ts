import { beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { DomainError } from "@/lib/platform/errors";

const request = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock("next/headers", () => ({ headers: async () => request.headers }));
// The real module needs React's client half, which does not exist here.
const redirect = new Error("NEXT_REDIRECT");
vi.mock("next/navigation", () => ({
  unstable_rethrow: (error: unknown) => {
    if (error === redirect) throw error;
  },
}));
vi.mock("@/lib/platform/env", () => ({ env: { SITE_URL: "http://localhost:3000", NODE_ENV: "test" } }));
const logged = vi.hoisted(() => vi.fn());
vi.mock("@/lib/platform/logger", () => ({ logger: { error: logged, warn: vi.fn() } }));
const membership = {
  tenantId: "t1",
  slug: "tau",
  tenantName: "Tau",
  currency: "USD",
  role: "lead",
  name: "Lea",
};
const visitor = vi.hoisted(() => vi.fn());
const askAuthServer = vi.hoisted(() => vi.fn());
vi.mock("./live-user", () => ({ requireLiveUser: askAuthServer }));
vi.mock("./session", () => ({
  findVisitor: visitor,
  findSession: async () => undefined,
  findSessionAnew: visitor,
  memberOf: (_visitor: unknown, slug: string) =>
    slug === "tau" ? { actor: { kind: "member", ...membership } } : { lacks: "membership" },
}));
const { accountAction, action, publicAction } = await import("./action");

const schema = z.strictObject({
  email: z.email("Enter a mail address."),
  password: z.string().max(5).optional(),
});
const form = (fields: Record<string, string>) => {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
};
const idle = { status: "idle" } as const;

beforeEach(() => {
  request.headers = new Headers({ origin: "http://localhost:3000" });
  visitor.mockReset().mockResolvedValue({ userId: "u1" });
  askAuthServer.mockReset().mockResolvedValue({ id: "u1" });
  logged.mockReset();
});

describe("publicAction", () => {
  it("ignores what React sends along", async () => {
    const run = vi.fn(async () => ({ message: "Done." }));
    const fields = { email: "ana@example.test", $ACTION_KEY: "k", "$ACTION_1:0": "{}" };
    expect(await publicAction(schema, run)(idle, form(fields))).toEqual({ status: "done", message: "Done." });
    expect(run).toHaveBeenCalledWith({ email: "ana@example.test" });
  });

  it("names the field that is wrong and keeps what was typed, but no secret", async () => {
    const run = vi.fn();
    expect(await publicAction(schema, run)(idle, form({ email: "ana", password: "abc" }))).toEqual({
      status: "failed",
      message: "Enter a mail address.",
      field: "email",
      values: { email: "ana" },
    });
    expect(run).not.toHaveBeenCalled();
  });

  it("says in a sentence what to do when the database does not answer, and keeps what was typed", async () => {
    const lost = new Error("Failed query", {
      cause: Object.assign(new Error("lost"), { code: "CONNECTION_CLOSED" }),
    });
    const run = vi.fn(async () => {
      throw lost;
    });
    expect(await publicAction(schema, run)(idle, form({ email: "ana@example.test" }))).toEqual({
      status: "failed",
      message: expect.stringContaining("We could not reach our database just now."),
      retryAfterSeconds: 2,
      values: { email: "ana@example.test" },
    });
    expect(logged).not.toHaveBeenCalled();
  });

  it("refuses fields it does not know, and a field sent twice", async () => {
    const submit = publicAction(schema, vi.fn());
    expect(await submit(idle, form({ email: "a@b.test", role: "admin" }))).toMatchObject({ field: "role" });
    const twice = form({ email: "a@b.test" });
    twice.append("email", "c@d.test");
    expect(await submit(idle, twice)).toMatchObject({ status: "failed", field: "email" });
  });

  it.each([
    ["another site", { origin: "https://evil.test" }],
    ["a page inside another site", { origin: "null", "sec-fetch-site": "cross-site" }],
    ["nowhere", {}],
  ])("refuses a form from %s", async (_from, headers) => {
    request.headers = new Headers(headers as Record<string, string>);
    const run = vi.fn();
    expect(await publicAction(schema, run)(idle, form({ email: "a@b.test" }))).toMatchObject({
      status: "failed",
    });
    expect(run).not.toHaveBeenCalled();
  });

  it("turns what a user can cause into a value", async () => {
    const refused = publicAction(schema, async () => {
      throw new DomainError("rate_limited", "Wait.", { retryAfterSeconds: 7 });
    });
    expect(await refused(idle, form({ email: "a@b.test" }))).toMatchObject({
      message: "Wait.",
      retryAfterSeconds: 7,
    });
  });

  it("throws bugs after logging them, and lets redirects pass unlogged", async () => {
    const broken = publicAction(schema, () => Promise.reject(new TypeError("bug")));
    await expect(broken(idle, form({ email: "a@b.test" }))).rejects.toThrow("bug");
    expect(logged).toHaveBeenCalledTimes(1);
    const moved = publicAction(schema, () => Promise.reject(redirect));
    await expect(moved(idle, form({ email: "a@b.test" }))).rejects.toThrow("NEXT_REDIRECT");
    expect(logged).toHaveBeenCalledTimes(1);
  });
});

describe("action", () => {
  it("runs as the member of the bound tenant", async () => {
    const run = vi.fn();
    await action(schema, run).bind(null, "tau")(idle, form({ email: "a@b.test" }));
    expect(run.mock.calls[0]?.[0]).toMatchObject({ kind: "member", tenantId: "t1", role: "lead" });
  });

  it("fails readably for another tenant and for an ended session", async () => {
    const submit = action(schema, vi.fn());
    expect(await submit("other", idle, form({ email: "a@b.test" }))).toMatchObject({ status: "failed" });
    visitor.mockResolvedValue(undefined);
    expect(await submit("tau", idle, form({ email: "a@b.test" }))).toMatchObject({
      message: "Your session has ended. Sign in in another tab, then send this again.",
      values: { email: "a@b.test" },
    });
  });
});

describe("a dangerous act", () => {
  const provedAgo = (minutes: number) => ({
    userId: "u1",
    hasSecondFactor: true,
    session: { kind: "full", factorVerifiedAt: new Date(Date.now() - minutes * 60_000) },
  });

  it("asks for a fresh proof before it looks at anything, and keeps what was typed", async () => {
    visitor.mockResolvedValue(provedAgo(11));
    const run = vi.fn();
    const result = await accountAction(schema, run, "account")(idle, form({ email: "a@b.test" }));
    expect(result).toMatchObject({ status: "failed", needsProof: true, values: { email: "a@b.test" } });
    expect(run).not.toHaveBeenCalled();
  });

  it("says so readably when the database refuses what the app would still have let pass", async () => {
    visitor.mockResolvedValue(provedAgo(1));
    const refusal = Object.assign(new Error("new row violates row-level security policy"), { code: "42501" });
    const run = () => Promise.reject(new Error("Failed query", { cause: refusal }));
    const result = await accountAction(schema, run, "account")(idle, form({ email: "a@b.test" }));
    expect(result).toMatchObject({ status: "failed", needsProof: true, values: { email: "a@b.test" } });
    expect(JSON.stringify(result)).not.toMatch(/query|policy/);
  });

  it("runs after a fresh proof, once the auth server says that the session lives", async () => {
    visitor.mockResolvedValue(provedAgo(9));
    const run = vi.fn();
    await accountAction(schema, run, "account")(idle, form({ email: "a@b.test" }));
    expect(run).toHaveBeenCalledTimes(1);
    askAuthServer.mockRejectedValue(new DomainError("unauthenticated", "Your session has ended."));
    const refused = await action(schema, run, "account")("tau", idle, form({ email: "a@b.test" }));
    expect(refused).toMatchObject({ status: "failed", message: "Your session has ended." });
    expect(run).toHaveBeenCalledTimes(1);
  });
});
