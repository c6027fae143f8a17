import { STATUS_CODES } from "node:http";
import { z } from "zod";
import {
  type operations as all,
  commonProblems,
  idempotencyKey,
  operations,
  problemDocument,
} from "./contract";

type Operation = (typeof all)[number];
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
        "Read cases and propose refunds. Amounts are integers in the currency's smallest unit. Errors are problem " +
        "documents (RFC 9457) with a stable `code` and the request's id.",
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

function describeSchemas(): Json {
  const { schemas } = z.toJSONSchema(z.globalRegistry, { uri: (id) => `#/components/schemas/${id}` });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $id: _id, $schema: _schema, ...schema }]) => [id, schema]),
  );
}

function describeOperation(operation: Operation): Json {
  const { operationId, summary, scope, body, success, problems } = operation;
  return {
    operationId,
    summary,
    description: `Needs the scope \`${scope}\`.`,
    parameters: describeParameters(operation),
    ...(body ? { requestBody: { required: true, content: contentOf("application/json", body) } } : {}),
    responses: {
      [success.status]: {
        description: STATUS_CODES[success.status],
        headers: {
          "X-Request-Id": { schema: { type: "string" } },
          ...(body ? { "Idempotency-Replayed": { schema: { const: "true" } } } : {}),
        },
        content: contentOf("application/json", success.schema),
      },
      ...Object.fromEntries(
        [...commonProblems, ...problems].map((status) => [status, describeProblem(status)]),
      ),
    },
  };
}

const describeProblem = (status: number): Json => ({
  description: STATUS_CODES[status],
  ...(status === 429 || status === 503
    ? { headers: { "Retry-After": { schema: { type: "integer" } } } }
    : {}),
  content: contentOf("application/problem+json", problemDocument),
});

function describeParameters({ path, query, body }: Operation): Json[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string", format: "uuid" },
  }));
  const inQuery = Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: "query",
    required: false,
    schema: schemaOf(schema as z.ZodType),
  }));
  const inHeader = body
    ? [{ name: "Idempotency-Key", in: "header", required: true, schema: schemaOf(idempotencyKey) }]
    : [];
  return [...inPath, ...inQuery, ...inHeader];
}

const schemaOf = (schema: z.ZodType): Json => {
  const { $schema: _schema, ...rest } = z.toJSONSchema(schema);
  return rest;
};

const contentOf = (type: string, schema: z.ZodType): Json => ({
  [type]: { schema: { $ref: `#/components/schemas/${z.globalRegistry.get(schema)?.id}` } },
});
