import { expect, it } from "vitest";
import { operations } from "@/app/api/v1/contract/operations";
import { describeApi } from "@/app/api/v1/openapi";
import { fieldsOf, headersOf, type JsonSchema } from "./read-schema";

const { schemas } = describeApi().components as { schemas: Record<string, JsonSchema> };

it("every body and answer is shown with its fields, those of inner objects by their path", () => {
  for (const { body, success } of operations) {
    expect(fieldsOf(success.schema, schemas)).not.toEqual([]);
    if (body) expect(fieldsOf(body, schemas)).not.toEqual([]);
  }
  const put = operations.find(({ operationId }) => operationId === "putOrder");
  expect(fieldsOf(put?.body, schemas)).toContainEqual({
    name: "lines[].unitPriceMinor",
    words: "integer",
    isRequired: true,
  });
});

it("the headers of a request are shown where it takes them", () => {
  const headersAt = (id: string) => {
    const found = operations.find(({ operationId }) => operationId === id);
    return found && headersOf(found).map(({ name, isRequired }) => [name, isRequired]);
  };
  expect(headersAt("approveDecision")).toEqual([
    ["Idempotency-Key", true],
    ["If-Match", false],
  ]);
  expect(headersAt("getDecision")).toEqual([]);
});
