import { describe, expect, it } from "vitest";
import { readShops } from "@/scripts/seed/shops";
import { evaluateLine } from "./evaluate";

const [shop] = readShops();
if (!shop) throw new Error("There is no demo shop.");
const now = new Date("2026-03-01T12:00:00Z");
const ask = (text: string) => evaluateLine(shop, text, { line: 7, now });

describe("a line of a file", () => {
  it("is answered by a trace at the moment it names", () => {
    const at = "2026-02-01T00:00:00.000Z";
    const body = { orderNumber: "#W2417020", action: "cancel", reason: "no longer needed", at };
    expect(ask(JSON.stringify(body))).toMatchObject({
      verdict: "allow",
      capMinor: 267_440,
      currency: "USD",
      at,
    });
  });

  it.each([
    ["no JSON", "{", "validation_failed", ""],
    ["no object", "null", "validation_failed", ""],
    ["an unknown action", '{"orderNumber":"#W2417020","action":"pay"}', "validation_failed", "action"],
    [
      "half a piece",
      '{"orderNumber":"#W2417020","action":"return","lines":[{"itemId":"1","quantity":0.5}]}',
      "validation_failed",
      "lines.0.quantity",
    ],
    [
      "a name twice",
      '{"orderNumber":"#W2417020","action":"cancel","action":"return"}',
      "validation_failed",
      "action",
    ],
    ["an unknown order", '{"orderNumber":"#W0","action":"cancel"}', "not_found", "orderNumber"],
  ])("that is %s gets an error in its place", (_, text, code, path) => {
    const message = expect.any(String);
    expect(ask(text)).toEqual({ error: { code, message, errors: [{ path, message }] }, line: 7 });
  });
});
