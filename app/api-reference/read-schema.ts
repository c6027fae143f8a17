import { z } from "zod";
import { commonProblems, type Operation } from "@/app/api/v1/contract/shared";

export type JsonSchema = Readonly<{
  $ref?: string;
  type?: string | string[];
  enum?: readonly unknown[];
  const?: unknown;
  anyOf?: readonly JsonSchema[];
  oneOf?: readonly JsonSchema[];
  allOf?: readonly JsonSchema[];
  properties?: Readonly<Record<string, JsonSchema>>;
  required?: readonly string[];
  items?: JsonSchema;
  format?: string;
  description?: string;
}>;
export type Field = Readonly<{ name: string; words: string; isRequired: boolean }>;

type Schemas = Readonly<Record<string, JsonSchema>>;

/** The fields of a schema, each in a few words; those of inner objects with their path. */
export function fieldsOf(schema: z.ZodType | undefined, schemas: Schemas): Field[] {
  const id = schema && z.globalRegistry.get(schema)?.id;
  if (id) return listFields(schemas[id] ?? {}, schemas, "");
  return schema ? listFields(z.toJSONSchema(schema, { io: "input" }) as JsonSchema, schemas, "") : [];
}

function listFields(schema: JsonSchema, schemas: Schemas, prefix: string): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    const own = { name: path, words: wordsOf(field), isRequired: schema.required?.includes(name) ?? false };
    const isList = field.items !== undefined;
    const inner = field.items ?? field;
    return [own, ...(inner.properties ? listFields(inner, schemas, `${path}${isList ? "[]" : ""}.`) : [])];
  });
}

function wordsOf(schema: JsonSchema): string {
  const kind = kindOf(schema);
  return schema.description ? `${kind}: ${schema.description}` : kind;
}

const manyValues = 12;

function kindOf({
  $ref,
  anyOf,
  oneOf,
  allOf,
  enum: values,
  const: only,
  items,
  type,
  format,
}: JsonSchema): string {
  if ($ref) return $ref.split("/").at(-1) ?? "";
  if (only !== undefined) return JSON.stringify(only);
  if (values) {
    const shown = values.slice(0, manyValues).map(String).join(" | ");
    return values.length > manyValues ? `${shown} and ${values.length - manyValues} more` : shown;
  }
  const choices = anyOf ?? oneOf ?? allOf;
  if (choices) return [...new Set(choices.map(kindOf))].join(" or ");
  if (items) return `list of ${kindOf(items)}`;
  return format ?? [type ?? "anything"].flat().join(" or ");
}

/** The headers an operation takes beside the key. */
export const headersOf = ({ method, etag }: Operation): Field[] => [
  ...(method === "post"
    ? [{ name: "Idempotency-Key", words: "the same one on each retry of a request", isRequired: true }]
    : []),
  ...(etag === "taken"
    ? [
        {
          name: "If-Match",
          words: "the ETag that was looked at; of another one the answer is 409",
          isRequired: false,
        },
      ]
    : []),
];

/** Everything an operation may answer with, the best first. */
export const statusesOf = ({ success, problems }: Operation): number[] => [
  ...new Set([...success.statuses, ...[...commonProblems, ...problems].sort((a, b) => a - b)]),
];
