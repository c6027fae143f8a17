/** What no field for an amount or a count may take, as it stands in JSON. */
export const badMoney: readonly string[] = [
  ...["10.5", "1e2", "1E2", "1.0", "-1", "-0", "0.30000000000000004", "1e400", "-1e400", "0.1e1"],
  ...["9007199254740992", "9007199254740993", "9223372036854775808", "99999999999999999999"],
  ...['"10"', '"١٠"', '"１０"', '"1e2"', '"0x10"', '" 10"', '""', "true", "null", "[]", "[1]", "{}"],
  ...["NaN", "Infinity", "+1", "01", "0x10", "1_000", ".5", "5."],
];

/** What no field for a text may take, as it stands in JSON. */
export const badTexts: readonly string[] = [
  ...['"a\\u0000b"', '"\\ud800"', '"\\udc00x"', '"\\ud800\\ud800"', '"\\x00"', '"a\nb"', "'a'"],
  ...["1", "true", "[]", '["a"]', "{}", '{"a":1}', JSON.stringify("x".repeat(30_000))],
];

/** Texts that are unusual but texts: shown as they are, stored as they are, or refused by a rule of the field. */
export const oddTexts: readonly string[] = [
  ...[
    "\u202eevil",
    "a\u200bb",
    "\u{e0041}",
    "👩‍👩‍👧‍👦".repeat(3),
    "e\u0301",
    "ﬀ",
    "İstanbul",
    "\u2066x\u2069",
  ],
  ...[
    "'; drop table orders; --",
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "＝1+1",
    "%00",
    "\\u0000",
  ],
  ...[
    "\r\nBcc: x@example.test",
    "javascript:alert(1)",
    "../../etc/passwd",
    "null",
    "undefined",
    "NaN",
    "\ufffd",
  ],
];

/** What cannot be an id. */
export const badIds: readonly string[] = [
  ...[
    "1",
    "not-an-id",
    "\u0000",
    "' or 1=1 --",
    "../../etc/passwd",
    "null",
    "[object Object]",
    "x".repeat(300),
  ],
  ...[
    "00000000-0000-0000-0000-00000000000g",
    "{00000000-0000-7000-8000-000000000000}",
    "０".repeat(36),
    "\u202e",
  ],
];
