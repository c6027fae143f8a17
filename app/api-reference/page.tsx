import type { Metadata } from "next";
import { operations } from "@/app/api/v1/contract/operations";
import { describeApi } from "@/app/api/v1/openapi";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { type Field, fieldsOf, headersOf, type JsonSchema, statusesOf } from "./read-schema";

export const metadata: Metadata = { title: "API reference" };

/** The same description as /api/v1/openapi.json, for people. Public: it says nothing about any tenant. */
export default function ApiReferencePage() {
  const document = describeApi();
  const { schemas } = document.components as { schemas: Record<string, JsonSchema> };
  const { description } = document.info as { description: string };
  return (
    <main className="mx-auto grid max-w-4xl gap-6 px-4 py-8">
      <header className="grid gap-2">
        <h1 className="text-xl">API reference</h1>
        <p className="text-sm text-ink-muted">
          {description} For machines:{" "}
          <a className="link" href="/api/v1/openapi.json">
            /api/v1/openapi.json
          </a>
        </p>
      </header>
      <nav aria-label="Operations">
        <ul className="grid gap-1 text-sm sm:grid-cols-2">
          {operations.map(({ operationId, method, path }) => (
            <li key={operationId}>
              <a className="link break-all" href={`#${operationId}`}>
                {method.toUpperCase()} {path}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {operations.map((operation) => (
        <section key={operation.operationId} id={operation.operationId}>
          <Card
            title={`${operation.method.toUpperCase()} ${operation.path}`}
            aside={<Badge tone="neutral">{operation.scope}</Badge>}
          >
            <p>{operation.summary}.</p>
            <Fields title="Headers" fields={headersOf(operation)} />
            <Fields title="Query" fields={fieldsOf(operation.query, schemas)} />
            <Fields title="Body" fields={fieldsOf(operation.body, schemas)} />
            <Fields title="Answer" fields={fieldsOf(operation.success.schema, schemas)} />
            <p className="mt-3 text-ink-muted">Answers with {statusesOf(operation).join(", ")}.</p>
          </Card>
        </section>
      ))}
    </main>
  );
}

function Fields({ title, fields }: Readonly<{ title: string; fields: readonly Field[] }>) {
  if (fields.length === 0) return null;
  return (
    <div className="mt-3">
      <h3 className="font-medium">{title}</h3>
      <dl className="mt-1 grid gap-x-4 gap-y-1 sm:grid-cols-[auto_1fr]">
        {fields.map(({ name, words, isRequired }) => (
          <div key={name} className="contents">
            <dt className="font-mono text-xs">
              {name}
              {isRequired ? "" : "?"}
            </dt>
            <dd className="break-words text-ink-muted">{words}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
