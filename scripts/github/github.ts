import { createHash, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { html, renderPage } from "@/scripts/psp/html";
import { hangUp, isLocalCaller, listen, readBody, sendHtml, sendJson } from "@/scripts/psp/local-http";

type Person = Readonly<{ email: string; name: string; isVerified: boolean }>;
type Kept = { codes: Map<string, Person>; tokens: Map<string, Person> };

export const standInClient = { id: "stand-in", secret: "stand-in" } as const;

/** Starts a stand-in for GitHub's side of OAuth. */
export async function startGitHub(port: number): Promise<{ url: string; close: () => Promise<void> }> {
  const kept: Kept = { codes: new Map(), tokens: new Map() };
  const server = createServer((request, response) => {
    void answer(kept, request, response).catch(() => sendJson(response, 400, { error: "bad_request" }));
  });
  const address = await listen(server, "127.0.0.1", port);
  return { url: `http://127.0.0.1:${address.port}`, close: () => hangUp(server) };
}

async function answer(kept: Kept, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://localhost");
  const route = `${request.method} ${url.pathname}`;
  if (route === "GET /health") return sendJson(response, 200, { status: "ok" });
  if (!isLocalCaller(request)) return sendJson(response, 403, { error: "For this machine only." });
  if (route === "GET /login/oauth/authorize") return sendForm(url.searchParams, response);
  if (route === "POST /login/oauth/authorize") {
    return grant(kept, new URLSearchParams(await readBody(request)), response);
  }
  if (route === "POST /login/oauth/access_token") return exchange(kept, await readFields(request), response);
  const describe = descriptions[route];
  if (!describe) return sendJson(response, 404, { error: `There is nothing at ${route}.` });
  sendPerson(kept, request, response, describe);
}

const describeUser = ({ email, name }: Person) => ({
  id: idOf(email),
  login: email.split("@")[0],
  name,
  email,
  avatar_url: "",
});
const describeEmails = ({ email, isVerified }: Person) => [
  { email, primary: true, verified: isVerified, visibility: "private" },
];

/** Clients reach GitHub's API under the site's name or under one of its own. */
const descriptions: Readonly<Record<string, (person: Person) => unknown>> = {
  "GET /api/v3/user": describeUser,
  "GET /user": describeUser,
  "GET /api/v3/user/emails": describeEmails,
  "GET /user/emails": describeEmails,
};

function sendForm(query: URLSearchParams, response: ServerResponse): void {
  const hidden = ["redirect_uri", "state"].map(
    (name) => html`<input type="hidden" name="${name}" value="${query.get(name) ?? ""}">`,
  );
  const page = renderPage(
    "GitHub stand-in",
    html`<main><h1>GitHub stand-in</h1><p>Stands in for GitHub in development. Who are you?</p>
<form method="post" action="/login/oauth/authorize">${hidden}
<p><label>Mail address <input name="email" type="email" required></label></p>
<p><label>Name <input name="name" value="Olga Octocat" required></label></p>
<p><label><input name="verified" type="checkbox" checked> The address is verified</label></p>
<p><button name="answer" value="yes">Authorize</button> <button name="answer" value="no" formnovalidate>Cancel</button></p>
</form></main>`,
  );
  // The form's answer leads back to whoever asked, which the usual policy of these pages forbids.
  sendHtml(response, page, "'self' http://127.0.0.1:* http://localhost:*");
}

function grant(kept: Kept, fields: URLSearchParams, response: ServerResponse): void {
  const target = new URL(fields.get("redirect_uri") ?? "");
  target.searchParams.set("state", fields.get("state") ?? "");
  if (fields.get("answer") === "yes") {
    const code = randomBytes(16).toString("hex");
    kept.codes.set(code, {
      email: fields.get("email") ?? "",
      name: fields.get("name") ?? "",
      isVerified: fields.get("verified") === "on",
    });
    target.searchParams.set("code", code);
  } else {
    target.searchParams.set("error", "access_denied");
    target.searchParams.set("error_description", "The user has denied your application access.");
  }
  response.writeHead(303, { location: target.href }).end();
}

function exchange(kept: Kept, fields: URLSearchParams, response: ServerResponse): void {
  const code = fields.get("code") ?? "";
  const person = kept.codes.get(code);
  kept.codes.delete(code);
  const isClient =
    fields.get("client_id") === standInClient.id && fields.get("client_secret") === standInClient.secret;
  if (person && isClient) {
    const token = `gho_${randomBytes(16).toString("hex")}`;
    kept.tokens.set(token, person);
    sendJson(response, 200, { access_token: token, token_type: "bearer", scope: "user:email" });
  } else {
    sendJson(response, 200, { error: "bad_verification_code" });
  }
}

function sendPerson(
  kept: Kept,
  request: IncomingMessage,
  response: ServerResponse,
  describe: (person: Person) => unknown,
): void {
  const [, token = ""] = /^(?:bearer|token) (.+)$/i.exec(request.headers.authorization ?? "") ?? [];
  const person = kept.tokens.get(token);
  if (person) sendJson(response, 200, describe(person));
  else sendJson(response, 401, { message: "Bad credentials" });
}

/** Some clients send the fields as a form, some as JSON, some put the client's name in a header. */
async function readFields(request: IncomingMessage): Promise<URLSearchParams> {
  const body = await readBody(request);
  const fields = request.headers["content-type"]?.includes("json")
    ? new URLSearchParams(JSON.parse(body) as Record<string, string>)
    : new URLSearchParams(body);
  const [, basic = ""] = /^basic (.+)$/i.exec(request.headers.authorization ?? "") ?? [];
  const [id, secret] = Buffer.from(basic, "base64").toString().split(":");
  if (id && secret) {
    fields.set("client_id", id);
    fields.set("client_secret", secret);
  }
  return fields;
}

const idOf = (email: string): number => createHash("sha256").update(email).digest().readUInt32BE(0);
