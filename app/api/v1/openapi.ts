import { STATUS_CODES } from "node:http";
import { z } from "zod";
import { idempotencyKey } from "@/lib/modules/access/idempotency-key";
import { operations } from "./contract/operations";
import { commonProblems, type Operation, problemDocument } from "./contract/shared";

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document of everything in `operations`. */
export function describeApi(): Json {
  const paths: Record<string, Json> = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describeOperation(operation) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Makegood",
      version: "1",
      description:
        "Tell orders, ask the policy, open cases, and propose and decide what customers get. Amounts are integers in " +
        "the currency's smallest unit. Errors are problem documents (RFC 9457) with a stable `code` and the request's id.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    security: [{ apiKey: [] }],
    paths,
    components: {
      securitySchemes: { apiKey: { type: "http", scheme: "bearer", bearerFormat: "mg_live_…" } },
      schemas: describeSchemas(),
    },
  };
}

const bodies = new Set(operations.flatMap(({ body }) => (body ? [body] : [])));

// What is sent is described as it is sent: a field with a default may be left out. What is answered is always whole.
function describeSchemas(): Json {
  const uri = (id: string) => `#/components/schemas/${id}`;
  const answers = z.toJSONSchema(z.globalRegistry, { uri }).schemas;
  const inputs = z.toJSONSchema(z.globalRegistry, { uri, io: "input" }).schemas;
  const sent = new Set([...bodies].map((body) => z.globalRegistry.get(body)?.id));
  return Object.fromEntries(
    Object.entries(answers).map(([id, answer]) => {
      const { $id: _id, $schema: _schema, ...schema } = sent.has(id) ? (inputs[id] ?? answer) : answer;
      return [id, schema];
    }),
  );
}

function describeOperation(operation: Operation): Json {
  const { operationId, summary, scope, body, success, problems, method, etag } = operation;
  const headers = {
    "X-Request-Id": { schema: { type: "string" } },
    ...(method === "post" ? { "Idempotency-Replayed": { schema: { const: "true" } } } : {}),
    ...(etag === "given" ? { ETag: { schema: { type: "string" } } } : {}),
  };
  const answers = success.statuses.map((status) => [
    status,
    { description: STATUS_CODES[status], headers, content: contentOf("application/json", success.schema) },
  ]);
  const refusals = [...commonProblems, ...problems].map((status) => [status, describeProblem(status)]);
  return {
    operationId,
    summary,
    description: `Needs the scope \`${scope}\`.`,
    parameters: describeParameters(operation),
    ...(body ? { requestBody: { required: true, content: contentOf("application/json", body) } } : {}),
    responses: Object.fromEntries([...answers, ...refusals]),
  };
}

// 409 names a time only while the same request is under way.
const describeProblem = (status: number): Json => ({
  description: STATUS_CODES[status],
  headers: {
    "X-Request-Id": { schema: { type: "string" } },
    ...([409, 429, 503].includes(status) ? { "Retry-After": { schema: { type: "integer" } } } : {}),
    ...(status === 401 ? { "WWW-Authenticate": { schema: { type: "string" } } } : {}),
  },
  content: contentOf("application/problem+json", problemDocument),
});

function describeParameters({ path, query, method, etag }: Operation): Json[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: name === "externalId" ? { type: "string", maxLength: 120 } : { type: "string", format: "uuid" },
  }));
  const inQuery = Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: "query",
    required: false,
    schema: schemaOf(schema as z.ZodType),
  }));
  const key = { name: "Idempotency-Key", in: "header", required: true, schema: schemaOf(idempotencyKey) };
  const version = {
    name: "If-Match",
    in: "header",
    required: false,
    description: "The version that was looked at; of another one the answer is 409 with `current`.",
    schema: { type: "string", pattern: '^"[1-9][0-9]{0,8}"$' },
  };
  return [...inPath, ...inQuery, ...(method === "post" ? [key] : []), ...(etag === "taken" ? [version] : [])];
}

const schemaOf = (schema: z.ZodType): Json => {
  const { $schema: _schema, ...rest } = z.toJSONSchema(schema);
  return rest;
};

const contentOf = (type: string, schema: z.ZodType): Json => ({
  [type]: { schema: { $ref: `#/components/schemas/${z.globalRegistry.get(schema)?.id}` } },
});
