import { expect, it } from "vitest";
import { operations } from "@/app/api/v1/contract/operations";
import { describeApi } from "@/app/api/v1/openapi";
import { fieldsOf, type JsonSchema } from "./read-schema";

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
