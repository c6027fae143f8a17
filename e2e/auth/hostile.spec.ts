import { generateKeyPair, SignJWT } from "jose";
import { type APIRequestContext, expect, type Page } from "playwright/test";
import { linkIn, mailTo, subjects } from "@/e2e/mailbox";
import {
  addSecondFactor,
  createAccount,
  expectSignedOut,
  fillSignIn,
  newAddress,
  password,
} from "@/e2e/people";
import { test } from "@/e2e/test";
import { forgetLimits } from "@/lib/testing/accounts";
import { mailsTo } from "@/lib/testing/outside";
import { alertIn, randomAddress, sendForm } from "./plain-form";

const sessionCookie = "makegood-session";
const limits = [
  "sign-up",
  "sign-in-network",
  "sign-in-pair",
  "sign-in-account",
  "resend",
  "recovery",
  "confirm-link",
  "confirm-code",
];

test.beforeEach(async () => {
  for (const name of limits) await forgetLimits(name);
});
test.afterAll(async () => {
  for (const name of limits) await forgetLimits(name);
});

/** Fails unless the answer is one that nobody can complain about. */
async function openAccount(request: APIRequestContext, headers: Record<string, string>) {
  const answer = await request.get("/account", { headers, maxRedirects: 0 });
  expect(answer.status(), JSON.stringify(headers).slice(0, 200)).toBeLessThan(500);
  return { status: answer.status(), location: answer.headers().location ?? "" };
}

const toSignIn = {
  status: 307,
  location: expect.stringMatching(/^(http:\/\/localhost:\d+)?\/sign-in\?returnTo=%2Faccount$/),
};

test("forged tokens open nothing, whatever they claim", async ({ browser, request }) => {
  const page = await createAccount(await browser.newContext());
  const genuine = await sessionOf(page);
  const claims = JSON.parse(Buffer.from(genuine.access_token.split(".")[1] ?? "", "base64url").toString());
  const { privateKey } = await generateKeyPair("ES256");
  const wrong = new TextEncoder().encode("a secret that the server does not have");
  const inAnHour = Math.floor(Date.now() / 1_000) + 3_600;
  const signed = (payload: object, alg = "HS256", kid?: string) =>
    new SignJWT({ ...claims, exp: inAnHour, ...payload })
      .setProtectedHeader({ alg, ...(kid && { kid }) })
      .sign(alg === "HS256" ? wrong : privateKey);
  const [header = "", payload = "", signature = ""] = genuine.access_token.split(".");
  const forged = {
    unsigned: `${Buffer.from('{"alg":"none"}').toString("base64url")}.${payload}.`,
    "signed with another secret": await signed({}),
    "signed with another key": await signed({}, "ES256", "k1"),
    "of another issuer": await signed({ iss: "http://evil.test/auth/v1" }),
    "of the service role": await signed({ role: "service_role" }),
    "with another payload": `${header}.${Buffer.from(JSON.stringify({ ...claims, exp: inAnHour + 60 })).toString("base64url")}.${signature}`,
    "with half a signature": `${header}.${payload}.${signature.slice(0, 20)}`,
    nonsense: "a.b.c",
    empty: "",
  };
  for (const [what, token] of Object.entries(forged)) {
    const answer = await openAccount(request, { cookie: cookieOf({ ...genuine, access_token: token }) });
    expect(answer, what).toEqual(toSignIn);
  }
  for (let at = 0; at < 20; at += 1) {
    const token = await signed({}, "ES256", `unknown-${at}`);
    expect(await openAccount(request, { cookie: cookieOf({ ...genuine, access_token: token }) })).toEqual(
      toSignIn,
    );
  }
  expect((await openAccount(request, { cookie: cookieOf(genuine) })).status).toBe(200);
});

test("broken cookies sign out and break nothing", async ({ browser, request }) => {
  const page = await createAccount(await browser.newContext());
  const value = cookieOf(await sessionOf(page)).split("=")[1] ?? "";
  const half = Math.floor(value.length / 2);
  const broken = [
    `${sessionCookie}=${value.slice(0, half)}`,
    `${sessionCookie}.0=${value.slice(0, half)}`,
    `${sessionCookie}.1=${value.slice(half)}`,
    `${sessionCookie}.0=${value.slice(half)}; ${sessionCookie}.1=${value.slice(0, half)}`,
    `${sessionCookie}=base64-`,
    `${sessionCookie}=base64-${Buffer.from("[]").toString("base64url")}`,
    `${sessionCookie}=base64-${Buffer.from('{"access_token":5}').toString("base64url")}`,
    `${sessionCookie}=%00%ff%fe`,
    `${sessionCookie}=${"x".repeat(8_000)}`,
    `${sessionCookie}={"access_token":"a"}`,
    `makegood-pending=x; makegood-known=y.z; makegood-provider=w; ${sessionCookie}=base64-e30`,
  ];
  for (const cookie of broken)
    expect(await openAccount(request, { cookie }), cookie.slice(0, 60)).toEqual(toSignIn);
  for (const path of ["/check-email", "/sign-in", "/auth/callback?code=x", "/account/email"]) {
    for (const cookie of broken) {
      const answer = await request.get(path, { headers: { cookie }, maxRedirects: 0 });
      expect(answer.status(), `${path} ${cookie.slice(0, 60)}`).toBeLessThan(500);
    }
  }
  expect((await openAccount(request, { cookie: `${sessionCookie}=${value}` })).status).toBe(200);
});

test("headers that a client makes up open nothing and lead nowhere else", async ({ request }) => {
  const spoofed: Record<string, string>[] = [
    { "x-forwarded-host": "evil.test" },
    { "x-forwarded-proto": "https", "x-forwarded-host": "evil.test", "x-forwarded-port": "1" },
    { forwarded: "host=evil.test;proto=https" },
    { "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware" },
    { "x-middleware-subrequest": "src/middleware" },
    { "next-router-prefetch": "1", rsc: "1" },
    { purpose: "prefetch", "sec-purpose": "prefetch" },
    { "x-path": "/\r\nevil".replace("\r\n", ""), "x-nonce": "evil", "x-request-id": "../../evil" },
    { "x-original-url": "/", "x-rewrite-url": "/" },
    { "x-middleware-next": "1", "x-middleware-rewrite": "/" },
    { authorization: "Bearer evil" },
  ];
  for (const headers of spoofed) {
    const answer = await openAccount(request, headers);
    // Next first gives its own requests an address of their own.
    const leadsTo = /\/sign-in\?returnTo=|^\/account\?_rsc=/;
    if (answer.status !== 200) expect(answer.location, JSON.stringify(headers)).toMatch(leadsTo);
    expect(answer.location).not.toContain("evil");
    const body = await (await request.get("/account", { headers })).text();
    expect(body, JSON.stringify(headers)).not.toContain("Where you are signed in");
  }
});

const elsewhere = [
  "//evil.test",
  "/\\evil.test",
  "/%2f%2fevil.test",
  "%2f%2fevil.test",
  "https://evil.test",
  "https:evil.test",
  "@evil.test",
  "javascript:alert(1)",
  "/\t/evil.test",
  "/\n/evil.test",
  "/t/../../\\evil.test",
  "http://localhost:1/t/a",
  "/t/a\r\nset-cookie:x=y",
];

test("no return path leads off the site, before, during and after signing in", async ({
  browser,
  baseURL,
}) => {
  const page = await createAccount(await browser.newContext());
  for (const returnTo of elsewhere) {
    const query = `returnTo=${encodeURIComponent(returnTo)}`;
    for (const path of [`/sign-in?${query}`, `/verify?${query}`, `/sign-up?${query}`]) {
      const answer = await page.request.get(path, { maxRedirects: 0 });
      expect(answer.status(), path).toBeLessThan(500);
      const { location = "/" } = answer.headers();
      expect(new URL(location, baseURL).origin, path).toBe(new URL(baseURL ?? "").origin);
    }
  }
});

test("scanners may look at every link of every mail, and each still works afterwards", async ({
  browser,
}) => {
  const email = newAddress("scanned");
  const page = await createAccount(await browser.newContext(), email);
  await page.goto("/forgot-password");
  await page.getByLabel("Mail address").fill(email);
  await page.getByRole("button", { name: "Send the mail" }).click();
  const recovery = await mailTo(email, subjects.recovery);
  const scanner = (await browser.newContext()).request;
  for (const mail of await mailsTo(email)) {
    for (const [, href = ""] of mail.html.matchAll(/href="([^"]+)"/g)) {
      const { pathname, search } = new URL(href.replaceAll("&amp;", "&"));
      for (const method of ["GET", "HEAD", "OPTIONS"]) await scanner.fetch(pathname + search, { method });
      await scanner.get(pathname + search, { headers: { purpose: "prefetch", "next-router-prefetch": "1" } });
    }
  }
  await page.goto(linkIn(recovery));
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page).toHaveURL(/\/choose-password/);
});

test("known and unknown addresses get the same answer, and none sooner than the other could", async ({
  browser,
  request,
}) => {
  const email = newAddress("known");
  await createAccount(await browser.newContext(), email);
  const forms = {
    "/sign-in": (address: string) => ({ email: address, password: "not the password" }),
    "/forgot-password": (address: string) => ({ email: address }),
    "/sign-up": (address: string) => ({ name: "Vera", email: address, password }),
  };
  for (const [path, fieldsFor] of Object.entries(forms)) {
    const answers = { known: [] as Sample[], unknown: [] as Sample[] };
    for (let round = 0; round < 3; round += 1) {
      for (const name of ["resend", "recovery"]) await forgetLimits(name);
      answers.known.push(await sample(request, path, fieldsFor(email), email));
      const unknown = newAddress("unknown");
      answers.unknown.push(await sample(request, path, fieldsFor(unknown), unknown));
    }
    expect(
      answers.known.map(({ told }) => told),
      path,
    ).toEqual(answers.unknown.map(({ told }) => told));
    for (const { told } of answers.known) expect(told).toMatch(/do not match|\/check-email/);
    for (const { ms } of [...answers.known, ...answers.unknown]) expect(ms, path).toBeGreaterThanOrEqual(400);
  }
});

type Sample = Readonly<{ told: string; ms: number }>;

async function sample(
  request: APIRequestContext,
  path: string,
  fields: Record<string, string>,
  email: string,
): Promise<Sample> {
  const { status, location, body, ms } = await sendForm(request, path, fields);
  return { told: `${status} ${location} ${alertIn(body)}`.replaceAll(email, "…"), ms };
}

test("guessing a password is slowed down for the guesser, and its owner signs in all the same", async ({
  browser,
  request,
}) => {
  test.setTimeout(120_000);
  const email = newAddress("target");
  const page = await createAccount(await browser.newContext(), email);
  const guess = (from: string) => sendForm(request, "/sign-in", { email, password: "a guess" }, from);
  const guesser = randomAddress();
  for (let tries = 0; tries < 5; tries += 1)
    expect(alertIn((await guess(guesser)).body)).toContain("do not match");
  expect(alertIn((await guess(guesser)).body)).toMatch(/^Too many attempts\. Try again in \d+ seconds?\.$/);

  // A guesser with a hundred addresses runs into the limit of the account.
  let refused = false;
  for (let round = 0; round < 12 && !refused; round += 1) {
    const answers = await Promise.all(Array.from({ length: 10 }, () => guess(randomAddress())));
    refused = answers.some(({ body }) => alertIn(body).startsWith("Too many attempts"));
  }
  expect(refused).toBe(true);
  await page.goto("/account");
  await page.getByRole("button", { name: "Sign out of this browser" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await fillSignIn(page, email, password);
  await expect(page).toHaveURL(/\/welcome/);
});

test("six digits cannot be guessed: after ten tries the address has to wait, wherever they come from", async ({
  request,
}) => {
  const email = newAddress("guessed");
  await sendForm(request, "/sign-up", { name: "Vera", email, password });
  await mailTo(email, subjects.confirm);
  const guesses: string[] = [];
  for (let tries = 0; tries < 11; tries += 1) {
    const code = String(tries).padStart(6, "0");
    const { body } = await sendForm(request, "/check-email", { code, email, purpose: "confirm" });
    guesses.push(body.includes("Too many attempts") ? "wait" : "wrong");
  }
  expect(guesses).toEqual([...Array.from({ length: 10 }, () => "wrong"), "wait"]);
});

test("a form that another site sends does nothing", async ({ browser }) => {
  const page = await createAccount(await browser.newContext());
  const html = await (await page.request.get("/account")).text();
  const form = /<form[^>]*>(?:(?!<\/form>)[\s\S])*Sign out of this browser/.exec(html)?.[0] ?? "";
  const hidden = Object.fromEntries(
    [...form.matchAll(/name="([^"]+)"(?: value="([^"]*)")?/g)].map(([, name = "", value = ""]) => [
      name,
      value,
    ]),
  );
  for (const headers of [
    { origin: "https://evil.test" },
    { origin: "null" },
    { "sec-fetch-site": "cross-site" },
  ]) {
    await page.request.post("/account", { multipart: hidden, headers, maxRedirects: 0 });
    expect((await page.request.get("/account", { maxRedirects: 0 })).status()).toBe(200);
  }
  const own = { origin: new URL(page.url()).origin };
  await page.request.post("/account", { multipart: hidden, headers: own, maxRedirects: 0 });
  expect((await page.request.get("/account", { maxRedirects: 0 })).status()).toBe(307);
});

test("a second factor of another session, and a made-up one, prove nothing", async ({ browser, request }) => {
  const email = newAddress();
  const context = await browser.newContext();
  const page = await createAccount(context, email);
  const other = await (await browser.newContext()).newPage();
  await fillSignIn(other, email, password);
  await expect(other).toHaveURL(/\/welcome/);
  await addSecondFactor(page, email);
  // Proved in one browser, asked for in the other.
  await expect(async () => {
    await other.goto("/account");
    await expect(other).toHaveURL(/\/verify/, { timeout: 500 });
  }).toPass({ timeout: 20_000 });
  const session = await sessionOf(other);
  const cookie = `${cookieOf(session)}; makegood-factor=1; aal=aal2`;
  expect(await openAccount(request, { cookie })).toMatchObject({
    location: expect.stringContaining("/verify"),
  });
  await page.goto("/account");
  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await expectSignedOut(other);
});

type Session = Readonly<{ access_token: string; refresh_token: string }>;

async function sessionOf(page: Page): Promise<Session> {
  const cookies = await page.context().cookies();
  const value = cookies
    .filter(({ name }) => name === sessionCookie || name.startsWith(`${sessionCookie}.`))
    .map((cookie) => cookie.value)
    .join("");
  return JSON.parse(Buffer.from(value.slice("base64-".length), "base64url").toString()) as Session;
}

const cookieOf = (session: Session): string =>
  `${sessionCookie}=base64-${Buffer.from(JSON.stringify(session)).toString("base64url")}`;
