import { timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { ApiAnswer, ApiRequest } from "./api";
import { answerControl } from "./control";
import { PspError } from "./errors";
import { parseForm } from "./form";
import { renderHomePage } from "./home-page";
import { isLocalCaller, readBody, sendHtml, sendJson } from "./local-http";
import { answerApi } from "./routes";
import { apiVersion } from "./shapes";
import { newStripeId, type Simulator } from "./simulator";

type Call = { request: IncomingMessage; response: ServerResponse; url: URL; body: string };

export function createPspServer(psp: Simulator): Server {
  return createServer((request, response) => {
    void answer(psp, request, response).catch((error: unknown) => fail(response, error));
  });
}

async function answer(psp: Simulator, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://localhost");
  const body = await readBody(request);
  const call = { request, response, url, body };
  if (url.pathname.startsWith("/v1/")) return await serveApi(psp, call);
  if (url.pathname === "/health") return sendJson(response, 200, { status: "ok" });
  if (!isLocalCaller(request)) throw new PspError(403, "The simulator's pages are for this machine only.");
  if (url.pathname.startsWith("/_control/")) return await serveControl(psp, call);
  if (url.pathname === "/") return sendHtml(response, renderHomePage(psp));
  throw new PspError(404, `There is nothing at ${url.pathname}.`);
}

async function serveApi(psp: Simulator, call: Call): Promise<void> {
  const { request, response } = call;
  const requestId = newStripeId("req");
  const version = request.headers["stripe-version"];
  const headers = {
    "request-id": requestId,
    "stripe-version": typeof version === "string" ? version : apiVersion,
  };
  const api = readApiRequest(psp, call, requestId);
  try {
    requireKey(request.headers.authorization, psp.options.secretKey);
    finish(api, response, await answerApi(psp, api), headers);
  } catch (error) {
    if (!(error instanceof PspError)) throw error;
    finish(api, response, { status: error.status, body: error.body }, headers);
  }
}

function readApiRequest(
  psp: Simulator,
  { request, response, url, body }: Call,
  requestId: string,
): ApiRequest {
  const method = request.method ?? "GET";
  const path = url.pathname;
  const header = request.headers["idempotency-key"];
  const idempotencyKey = method === "POST" && typeof header === "string" ? header : null;
  const params = parseForm(method === "GET" ? url.search.slice(1) : body);
  const isRefundCall = path.startsWith("/v1/refunds");
  return {
    method,
    path,
    params,
    idempotencyKey,
    requestId,
    log: isRefundCall
      ? psp.log.add({ method, path, idempotency_key: idempotencyKey, parameters: params })
      : undefined,
    gone: new Promise((resolve) => response.once("close", resolve)),
  };
}

function finish(
  { log, idempotencyKey }: ApiRequest,
  response: ServerResponse,
  result: ApiAnswer,
  headers: Record<string, string>,
): void {
  // The socket stays open until the caller gives up.
  if (result.isWithheld || response.destroyed) return;
  if (log) log.status = result.status;
  const echoed = idempotencyKey === null ? {} : { "idempotency-key": idempotencyKey };
  sendJson(response, result.status, result.body, { ...headers, ...echoed, ...result.headers });
}

function requireKey(authorization: string | undefined, secretKey: string): void {
  const given = Buffer.from(/^Bearer\s+(\S+)$/i.exec(authorization ?? "")?.[1] ?? "");
  if (given.length === 0) {
    const message =
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').";
    throw new PspError(401, message);
  }
  const wanted = Buffer.from(secretKey);
  if (given.length === wanted.length && timingSafeEqual(given, wanted)) return;
  throw new PspError(401, `Invalid API Key provided: ${given.toString().slice(0, 8)}****`);
}

async function serveControl(psp: Simulator, { request, response, url, body }: Call): Promise<void> {
  const isForm = request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ?? false;
  const method = request.method ?? "GET";
  const result = await answerControl(psp, {
    method,
    path: url.pathname,
    query: url.searchParams,
    body: isForm ? { ...parseForm(body) } : parseJson(body),
  });
  if (isForm) response.writeHead(303, { location: "/" }).end();
  else sendJson(response, result.status, result.body);
}

function parseJson(body: string): unknown {
  if (body.trim() === "") return {};
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new PspError(400, `The body is not JSON: ${cause instanceof Error ? cause.message : ""}`);
  }
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.destroyed || response.headersSent) return;
  const answer = describeFailure(error);
  sendJson(response, answer.status, answer.body);
}

function describeFailure(error: unknown): PspError {
  if (error instanceof PspError) return error;
  if (error instanceof RangeError) return new PspError(413, error.message);
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return new PspError(500, "The simulator failed; see its output.", { type: "api_error" });
}
