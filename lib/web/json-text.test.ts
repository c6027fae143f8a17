import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findFault } from "./json-text";

describe("JSON that means one thing", () => {
  it.each([
    ['{"a":1,"b":{"a":1},"c":[{"a":1},{"a":1}]}'],
    ['[0,-1,9007199254740991,-9007199254740991,true,false,null,""]'],
    ['{"a":"{\\"a\\":1,\\"a\\":2}","b":"1.5 e 1e2 -0"}'],
    ['{"\\"":1,"\\\\":2,"\\\\\\"":3}'],
    ['"😀"'],
    [`${"[".repeat(20)}${"]".repeat(20)}`],
  ])("is taken: %s", (text) => {
    JSON.parse(text);
    expect(findFault(text)).toBeUndefined();
  });

  it.each([
    ['{"a":1,"a":1}', "duplicate_key", "a"],
    ['{"x":[0,{"a":1,"\\u0061":2}]}', "duplicate_key", "x.1.a"],
    ['{"__proto__":1}', "unknown_field", "__proto__"],
    ['{"a":{"constructor":1}}', "unknown_field", "a.constructor"],
    ['{"a":"\\u0000"}', "unstorable_text", "a"],
    ['["a","\\ud83d"]', "unstorable_text", "1"],
    ['{"\\ud83d":1}', "unstorable_text", ""],
    ['{"a":1.0}', "not_integer", "a"],
    ['{"a":[1,1e2]}', "not_integer", "a.1"],
    ['{"a":-0}', "not_integer", "a"],
    ['{"a":9007199254740992}', "not_integer", "a"],
    [`{"a":${"1".repeat(400)}}`, "not_integer", "a"],
    [`${"[".repeat(21)}${"]".repeat(21)}`, "too_deep", ""],
    [`{"a":${"[".repeat(20)}1${"]".repeat(20)}}`, "too_deep", ""],
  ])("is told apart from %s", (text, code, path) => {
    JSON.parse(text);
    expect(findFault(text)).toEqual({ code, path });
  });

  it("is everything that JSON.stringify writes of storable texts, whole numbers and a few levels", () => {
    const text = fc.string({ unit: "grapheme" }).filter((one) => !one.includes("\u0000"));
    const name = text.filter((one) => !["__proto__", "constructor", "prototype"].includes(one));
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: "small", maxDepth: 6 },
        tie("leaf"),
        fc.array(tie("tree")),
        fc.dictionary(name, tie("tree")),
      ),
      leaf: fc.oneof(text, fc.maxSafeInteger(), fc.boolean(), fc.constant(null)),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        expect(findFault(JSON.stringify(value))).toBeUndefined();
        expect(findFault(JSON.stringify(value, null, 2))).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });
});
