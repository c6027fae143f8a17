import fc from "fast-check";

type Schema = Readonly<Record<string, unknown>> & {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  format?: string;
  pattern?: string;
};
export type Pool = Readonly<{
  schemas: Record<string, Schema>;
  ids: readonly string[];
  words: readonly string[];
}>;

/** Values that a JSON schema describes, with ids and words that mean something now and then. */
export function valueFor(schema: Schema, pool: Pool): fc.Arbitrary<unknown> {
  if (schema.$ref) return valueFor(pool.schemas[schema.$ref.split("/").at(-1) ?? ""] ?? {}, pool);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((choice) => valueFor(choice, pool)));
  if (schema.allOf)
    return valueFor({ ...schema, ...Object.assign({}, ...schema.allOf), allOf: undefined }, pool);
  switch (schema.type) {
    case "object":
      return fc.record(
        Object.fromEntries(
          Object.entries(schema.properties ?? {}).map(([name, inner]) => [name, valueFor(inner, pool)]),
        ),
        { requiredKeys: schema.required ?? [] },
      );
    case "array":
      return fc.array(valueFor(schema.items ?? {}, pool), {
        minLength: Number(schema.minItems ?? 0),
        maxLength: 2,
      });
    case "integer":
    case "number":
      return numberOf(schema);
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "string":
      return textOf(schema, pool);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

const often = <Value>(usual: fc.Arbitrary<Value>, rare: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 12, arbitrary: usual }, { weight: 1, arbitrary: rare });

const numberOf = ({ minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: Schema) => {
  const [min, max] = [Number(minimum), Math.min(Number(maximum), Number.MAX_SAFE_INTEGER)];
  return often(
    fc.integer({ min, max: Math.min(max, min + 3) }),
    fc.maxSafeInteger().map((n) => min + (Math.abs(n) % (max - min + 1))),
  );
};

function textOf(
  { format, pattern, minLength = 0, maxLength = 200 }: Schema,
  pool: Pool,
): fc.Arbitrary<string> {
  if (format === "uuid") return often(fc.constantFrom(...pool.ids), fc.uuid());
  if (format === "email") return fc.constantFrom("ana@example.test", "Ü@example.test", "x@y.test");
  if (format === "date-time") {
    return fc
      .date({ min: new Date(0), max: new Date("2099-01-01"), noInvalidDate: true })
      .map((date) => date.toISOString());
  }
  if (pattern && !pattern.includes("(?")) return fc.stringMatching(new RegExp(pattern));
  const [min, max] = [Number(minLength), Math.min(Number(maxLength), 200)];
  return often(
    fc.constantFrom(...pool.words),
    fc.oneof(
      fc.string({ minLength: min, maxLength: max, unit: "binary" }),
      fc.string({ minLength: min, maxLength: max, unit: "grapheme" }),
    ),
  );
}

const junk = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    "",
    "x",
    0,
    -1,
    1.5,
    1e21,
    true,
    [],
    {},
    "\u0000",
    "\ud800",
    [[]],
    "\u202e",
    2 ** 53,
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

/** The same value with one part of it replaced, left out or added. */
export const spoiled = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc
    .tuple(value, junk, fc.nat(), fc.constantFrom("replace", "remove", "add", "wrap"))
    .map(([whole, other, at, how]) => spoil(whole, { other, at, how }));

type Change = Readonly<{ other: unknown; at: number; how: string }>;

function spoil(value: unknown, change: Change): unknown {
  const { other, at, how } = change;
  if (typeof value !== "object" || value === null) return other;
  const names = Object.keys(value);
  const name = names[at % (names.length + 1)];
  if (name === undefined || how === "add")
    return Array.isArray(value) ? [...value, other] : { ...value, extra: other };
  const inner = (value as Record<string, unknown>)[name];
  const isDeep = typeof inner === "object" && inner !== null && at % 3 > 0;
  const next = isDeep
    ? spoil(inner, { ...change, at: Math.floor(at / 3) })
    : how === "wrap"
      ? [inner]
      : other;
  const entries = Object.entries(value).map(([key, old]) => [key, key === name ? next : old] as const);
  const kept = how === "remove" && !isDeep ? entries.filter(([key]) => key !== name) : entries;
  return Array.isArray(value) ? kept.map(([, item]) => item) : Object.fromEntries(kept);
}
