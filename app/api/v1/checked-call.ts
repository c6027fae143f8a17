import { newId } from "@/lib/platform/ids";
import * as anywhere from "./[...path]/route";
import * as approvals from "./approvals/route";
import * as audit from "./audit/route";
import * as caseDecisions from "./cases/[caseId]/decisions/route";
import * as oneCase from "./cases/[caseId]/route";
import * as cases from "./cases/route";
import { operations } from "./contract/operations";
import { commonProblems, type Operation, problemDocument } from "./contract/shared";
import * as appeal from "./decisions/[decisionId]/appeal/route";
import * as approve from "./decisions/[decisionId]/approve/route";
import * as deny from "./decisions/[decisionId]/deny/route";
import * as goodsBack from "./decisions/[decisionId]/goods-back/route";
import * as giveBack from "./decisions/[decisionId]/return/route";
import * as revoke from "./decisions/[decisionId]/revoke/route";
import * as decision from "./decisions/[decisionId]/route";
import * as withdraw from "./decisions/[decisionId]/withdraw/route";
import * as order from "./orders/[externalId]/route";
import * as evaluate from "./policy/evaluate/route";
import * as refunds from "./refunds/route";

type Params = Readonly<Record<string, string>>;
type Handler = (request: Request, context: { params: Promise<Params> }) => Response | Promise<Response>;

const acts = { approve, deny, return: giveBack, withdraw, revoke, appeal, "goods-back": goodsBack };
const routes: Readonly<Record<string, object>> = {
  "/api/v1/policy/evaluate": evaluate,
  "/api/v1/orders/{externalId}": order,
  "/api/v1/cases": cases,
  "/api/v1/cases/{caseId}": oneCase,
  "/api/v1/cases/{caseId}/decisions": caseDecisions,
  "/api/v1/decisions/{decisionId}": decision,
  ...Object.fromEntries(
    Object.entries(acts).map(([name, route]) => [`/api/v1/decisions/{decisionId}/${name}`, route]),
  ),
  "/api/v1/approvals": approvals,
  "/api/v1/refunds": refunds,
  "/api/v1/audit": audit,
};

export type Sent = Readonly<{
  key?: string;
  /** Sent as it is when it is text or bytes. */
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}>;
export type Answered = Readonly<{
  status: number;
  headers: Headers;
  text: string;
  /** Checked against the documented schema. */
  json: Record<string, unknown>;
}>;

/**
 * Sends a request to the route that its path belongs to, and holds the answer against the contract.
 * @throws Error for a status, header, field or value that is not documented, and for every 500
 */
export async function call(
  method: string,
  path: string,
  { key, body, headers }: Sent = {},
): Promise<Answered> {
  const url = new URL(path, "http://localhost");
  const found = findRoute(url.pathname);
  const request = new Request(url, {
    method,
    headers: {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(method === "POST" ? { "idempotency-key": newId() } : {}),
      ...headers,
    },
    ...(body === undefined ? {} : { body: bytesOf(body) }),
  });
  const handler = (found.route as Record<string, Handler>)[method];
  if (!handler) throw new Error(`${method} ${path} has no handler`);
  const answer = await handler(request, { params: Promise.resolve(found.params) });
  const text = await answer.text();
  const operation = operations.find((one) => one.path === found.path && one.method.toUpperCase() === method);
  const where = `${method} ${path} answered ${answer.status} ${text.slice(0, 500)}`;
  try {
    return {
      status: answer.status,
      headers: answer.headers,
      text,
      json: checkAnswer(operation, answer, text),
    };
  } catch (error) {
    throw new Error(where, { cause: error });
  }
}

const bytesOf = (body: unknown): BodyInit =>
  typeof body === "string" || body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body);

function findRoute(pathname: string): Readonly<{ path: string; route: object; params: Params }> {
  for (const [path, route] of Object.entries(routes)) {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
    const values = new RegExp(`^${path.replaceAll(/\{\w+\}/g, "([^/]+)")}$`).exec(pathname)?.slice(1);
    if (values) {
      return {
        path,
        route,
        params: Object.fromEntries(names.map((name, at) => [name, decode(values[at] ?? "")])),
      };
    }
  }
  return { path: "", route: anywhere, params: {} };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function checkAnswer(operation: Operation | undefined, answer: Response, text: string) {
  const json: unknown = JSON.parse(text);
  checkHeaders(operation, answer);
  if (operation?.success.statuses.includes(answer.status)) {
    return operation.success.schema.parse(json) as Record<string, unknown>;
  }
  const documented = operation ? [...commonProblems, ...operation.problems] : [404, 405];
  if (!documented.includes(answer.status) || answer.status === 500) throw new Error("undocumented status");
  const problem = problemDocument.parse(json);
  if (problem.status !== answer.status) throw new Error("another status in the body");
  if (problem.requestId !== answer.headers.get("x-request-id")) throw new Error("another request id");
  return problem;
}

function checkHeaders(operation: Operation | undefined, { status, ok, headers }: Response): void {
  const expected = ok ? "application/json" : "application/problem+json";
  if (headers.get("content-type") !== expected) throw new Error("another content type");
  const documented = [
    ...["content-type", "x-request-id", "cache-control"],
    ...(ok && operation?.etag === "given" ? ["etag"] : []),
    ...(ok && operation?.method === "post" ? ["idempotency-replayed"] : []),
    ...([409, 429, 503].includes(status) ? ["retry-after"] : []),
    ...(status === 401 ? ["www-authenticate"] : []),
    ...(status === 405 ? ["allow"] : []),
  ];
  const surprising = [...headers.keys()].filter((name) => !documented.includes(name));
  if (surprising.length > 0) throw new Error(`undocumented headers ${surprising.join()}`);
}
