import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { operations } from "@/app/api/v1/contract/operations";
import ApiReferencePage from "./page";

it("names every operation with its path, scope and fields, without a script", () => {
  const html = renderToStaticMarkup(createElement(ApiReferencePage));
  for (const { operationId, path, scope } of operations) {
    expect(html).toContain(`id="${operationId}"`);
    expect(html).toContain(path);
    expect(html).toContain(scope);
  }
  expect(html).toContain("lines[].unitPriceMinor");
  expect(html).not.toContain("<script");
});
