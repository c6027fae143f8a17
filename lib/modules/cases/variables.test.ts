import { describe, expect, it } from "vitest";
import { exampleValues, fillVariables, missingWords, unknownVariables } from "./variables";

const values = { ...exampleValues, "refund.amount": "" };

describe("variables in a reply", () => {
  it("are filled in wherever they stand, with and without spaces", () => {
    expect(fillVariables("Hello {{customer.first_name}}, {{ case.number }}!", values)).toEqual({
      text: "Hello Mei, #1042!",
      missing: [],
    });
  });

  it("stay where they are while they have no value, and are named once", () => {
    const filled = fillVariables("{{refund.amount}} and {{refund.amount}} on {{refund.day}}", values);
    expect(filled.text).toBe("{{refund.amount}} and {{refund.amount}} on {{refund.day}}");
    expect(missingWords(filled.missing)).toBe(
      "{{refund.amount}} is empty: this case has nothing to put there. {{refund.day}} is not a variable. Write it out or take it away.",
    );
  });

  it("never read a value as a variable, nor a name of JavaScript's own as one of ours", () => {
    const tricky = { ...values, "customer.name": "{{agent.name}}" };
    expect(fillVariables("{{customer.name}}", tricky).text).toBe("{{agent.name}}");
    expect(fillVariables("{{constructor}} {{__proto__}} {{}}", values).missing).toEqual([
      { name: "constructor", isKnown: false },
      { name: "__proto__", isKnown: false },
      { name: "", isKnown: false },
    ]);
  });

  it("leave a text without any as it is", () => {
    const text = "Costs {5} or {{{ nothing }";
    expect(fillVariables(text, values)).toEqual({ text, missing: [] });
    expect(missingWords([])).toBeUndefined();
  });

  it("are checked when a macro is written", () => {
    expect(unknownVariables("{{customer.name}} {{customer.nmae}} {{customer.nmae}}")).toEqual([
      "customer.nmae",
    ]);
  });
});
