import { decodeJwt, SignJWT } from "jose";
import { expect, type Page } from "playwright/test";
import { createAccount, expectSignedOut, fillSignIn, newAddress, password } from "@/e2e/people";
import { test } from "@/e2e/test";
import { forgetLimits } from "@/lib/testing/accounts";
import { startWeb, type WebProcess } from "@/lib/testing/processes";
import { startUnreliableAuth } from "./unreliable-auth";

const sessionCookie = "makegood-session";
const secret = process.env.AUTH_JWT_SECRET;

type Setting = Readonly<{
  auth: Awaited<ReturnType<typeof startUnreliableAuth>>;
  webs: readonly WebProcess[];
}>;
let setting: Setting;

const overrides = () => ({
  SUPABASE_URL: setting.auth.url,
  AUTH_ISSUER: process.env.AUTH_ISSUER ?? `${process.env.SUPABASE_URL}/auth/v1`,
});

// Two app processes that share Redis and the database, as behind a load balancer, and a line that can fail.
test.beforeAll(async () => {
  setting = { auth: await startUnreliableAuth(), webs: [] };
  setting = { ...setting, webs: await Promise.all([startWeb(overrides()), startWeb(overrides())]) };
});
test.afterAll(async () => {
  await Promise.all(setting.webs.map((web) => web.stop()));
  setting.auth.stop();
});
test.beforeEach(async () => {
  setting.auth.state.mode = "up";
  for (const name of ["sign-up", "sign-in-pair", "sign-in-network"]) await forgetLimits(name);
});

test("fifty requests with a token that has run out on two processes renew the session once and sign nobody out", async ({
  browser,
  request,
}) => {
  const page = await createAccount(await browser.newContext());
  // Where the token cannot be made anew, the clock of the processes is put forward to half a minute before its end.
  const { exp = 0 } = decodeJwt((await tokensOf(page)).access_token);
  const webs = secret ? setting.webs : await startLateWebs(exp * 1_000 - 30_000 - Date.now());
  const cookie = secret ? await expiredCookieOf(page) : await cookieOf(page);
  setting.auth.state.refreshes = 0;
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, at) =>
      request.get(`${webs[at % 2]?.url}/account`, { headers: { cookie }, maxRedirects: 0 }),
    ),
  );
  expect(answers.map((answer) => answer.status())).toEqual(answers.map(() => 200));
  expect(setting.auth.state.refreshes).toBe(1);
  const renewed = answers.map((answer) => sessionCookieIn(answer.headers()["set-cookie"]));
  expect(new Set(renewed).size).toBe(1);
  expect(renewed[0]).not.toBe(cookie);
  // What everybody was given works, and goes on working.
  const next = await request.get(`${setting.webs[0]?.url}/account`, {
    headers: { cookie: renewed[0] ?? "" },
    maxRedirects: 0,
  });
  expect(next.status()).toBe(200);
  if (!secret) await Promise.all(webs.map((web) => web.stop()));
});

test("without the auth server whoever is signed in works on, the sign-in page says so, and it recovers by itself", async ({
  browser,
  request,
}) => {
  const email = newAddress();
  const page = await createAccount(await browser.newContext(), email);
  const url = setting.webs[0]?.url ?? "";
  const cookie = await cookieOf(page);
  const expired = secret ? await expiredCookieOf(page) : undefined;
  for (const mode of ["down", "hanging", 429, 500] as const) {
    setting.auth.state.mode = mode;
    const open = await request.get(`${url}/account`, { headers: { cookie }, maxRedirects: 0 });
    expect(open.status(), String(mode)).toBe(200);
    const signIn = await (await browser.newContext()).newPage();
    await signIn.goto(`${url}/sign-in`);
    await expect(signIn.getByText("Signing in is unavailable at the moment.")).toBeVisible();
    if (!expired) continue;
    const waiting = await request.get(`${url}/account`, { headers: { cookie: expired }, maxRedirects: 0 });
    expect(waiting.status(), String(mode)).toBe(503);
    expect(waiting.headers()["retry-after"]).toBe("5");
    expect(waiting.headers()["set-cookie"] ?? "").not.toContain(sessionCookie);
    expect(await waiting.text()).not.toMatch(/supabase|host=/);
  }
  const signIn = await (await browser.newContext()).newPage();
  await signIn.goto(`${url}/sign-in`);
  await fillSignIn(signIn, email, password);
  await expect(signIn.getByRole("alert").filter({ hasText: "Signing in is unavailable" })).toBeVisible();
  setting.auth.state.mode = "up";
  await expect(async () => {
    await fillSignIn(signIn, email, password);
    await expect(signIn).toHaveURL(/\/welcome/, { timeout: 5_000 });
  }).toPass();
  if (!expired) return;
  await expect(async () => {
    const back = await request.get(`${url}/account`, { headers: { cookie: expired }, maxRedirects: 0 });
    expect(back.status()).toBe(200);
  }).toPass();
});

test("what is ended in one process is ended in the other within a second or so", async ({
  browser,
  request,
}) => {
  const email = newAddress();
  const page = await createAccount(await browser.newContext(), email);
  const [here, there] = setting.webs;
  const cookie = await cookieOf(page);
  const statusThere = async () =>
    (await request.get(`${there?.url}/account`, { headers: { cookie }, maxRedirects: 0 })).status();
  expect(await statusThere()).toBe(200);
  await page.goto(`${here?.url}/account`);
  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await expect.poll(statusThere, { timeout: 3_000 }).toBe(307);
  await expectSignedOut(page);
});

/** Two more processes, whose clocks are ahead. */
function startLateWebs(aheadMs: number): Promise<WebProcess[]> {
  const clock = `const Now = Date; globalThis.Date = class extends Now {
    constructor(...given) { given.length ? super(...given) : super(Now.now() + ${aheadMs}); }
    static parse = Now.parse; static UTC = Now.UTC;
    static now() { return Now.now() + ${aheadMs}; } };`;
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(clock)}`;
  return Promise.all([
    startWeb({ ...overrides(), NODE_OPTIONS }),
    startWeb({ ...overrides(), NODE_OPTIONS }),
  ]);
}

async function tokensOf(page: Page): Promise<{ access_token: string; refresh_token: string }> {
  const cookies = await page.context().cookies();
  const value = cookies.find(({ name }) => name === sessionCookie)?.value ?? "";
  return JSON.parse(Buffer.from(value.slice("base64-".length), "base64url").toString());
}

const toCookie = (session: object): string =>
  `${sessionCookie}=base64-${Buffer.from(JSON.stringify(session)).toString("base64url")}`;

const cookieOf = async (page: Page): Promise<string> => toCookie(await tokensOf(page));

/** The session of `page` as it will be once its access token has run out. */
async function expiredCookieOf(page: Page): Promise<string> {
  const session = await tokensOf(page);
  const expiresAt = Math.floor(Date.now() / 1_000) - 30;
  const claims = { ...decodeJwt(session.access_token), iat: expiresAt - 3_600, exp: expiresAt };
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .sign(new TextEncoder().encode(secret));
  return toCookie({ ...session, access_token: token, expires_at: expiresAt });
}

const sessionCookieIn = (header: string | undefined): string =>
  (header ?? "")
    .split("\n")
    .find((line) => line.startsWith(`${sessionCookie}=`))
    ?.split(";")[0] ?? "";
