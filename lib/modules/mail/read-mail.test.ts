import { describe, expect, it } from "vitest";
import { rawBounce, rawMail } from "@/lib/testing/mails";
import { parseMail } from "./parse";
import { caseNumberIn, natureOf, orderNumbersIn } from "./policy";
import { withoutQuote } from "./quoted";
import { htmlToText, safeHtml } from "./safe-html";

const own = { ownAddress: "desk@makegood.test", hasOwnId: false };
const plain = { from: "Ana Ruiz <ana@example.test>", to: "support+shop@makegood.test" };
const lines = (...all: readonly string[]) => Buffer.from(all.join("\r\n"), "latin1");

async function natureOfMail(headers: Record<string, string>, change: object = {}) {
  const mail = await parseMail(rawMail({ ...plain, headers }));
  if (!mail) throw new Error("no mail");
  return natureOf({ ...mail, sender: "ana@example.test", ...own, ...change }).kind;
}

describe("a mail is read whatever its form", () => {
  const head = ["From: ana@example.test", "To: support+shop@makegood.test", "Message-ID: <a@b>"];
  const forms: readonly (readonly [string, Buffer, object])[] = [
    [
      "ISO-8859-1",
      lines(
        ...head,
        "Subject: =?iso-8859-1?Q?Gr=F6=DFe?=",
        "Content-Type: text/plain; charset=iso-8859-1",
        "",
        "zu gro\xdf",
      ),
      { subject: "Größe", text: "zu groß" },
    ],
    [
      "Windows-1252, quoted",
      lines(
        ...head,
        "Content-Type: text/plain; charset=windows-1252",
        "Content-Transfer-Encoding: quoted-printable",
        "",
        "=80 5",
      ),
      { text: "€ 5" },
    ],
    [
      "ISO-2022-JP",
      lines(...head, "Content-Type: text/plain; charset=iso-2022-jp", "", "\x1b$B$3$s\x1b(B"),
      { text: "こん" },
    ],
    [
      "Shift_JIS in base64",
      lines(
        ...head,
        "Content-Type: text/plain; charset=shift_jis",
        "Content-Transfer-Encoding: base64",
        "",
        "grGC8Q==",
      ),
      { text: "こん" },
    ],
    [
      "a character set that nobody knows",
      lines(...head, "Content-Type: text/plain; charset=klingon", "", "hello"),
      { text: "hello" },
    ],
    [
      "HTML alone",
      lines(
        ...head,
        "Content-Type: text/html; charset=utf-8",
        "",
        "<p>One &amp; two</p><script>x</script><p>Three</p>",
      ),
      { text: "One & two\n\nThree" },
    ],
    ["no words at all", lines(...head, "", ""), { text: "" }],
    ["a NUL in the text", lines(...head, "", "a\x00b"), { text: "ab" }],
    ["a subject in two lines", lines(...head, "Subject: one", " two", "", "x"), { subject: "one two" }],
    [
      "a sender with a folded name",
      lines('From: "Ana\tRuiz" <ANA@example.test>', "", "x"),
      { from: { address: "ana@example.test", name: "Ana Ruiz" } },
    ],
  ];
  it.each(forms)("%s", async (_form, raw, expected) => expect(await parseMail(raw)).toMatchObject(expected));

  it("nested parts give their words and every file", async () => {
    const inner = (type: string, body: string) => ["--i", `Content-Type: ${type}`, "", body];
    const raw = lines(
      ...head,
      'Content-Type: multipart/mixed; boundary="o"',
      ...["", "--o", 'Content-Type: multipart/alternative; boundary="i"', ""],
      ...inner("text/plain", "plain words"),
      ...inner("text/html", "<b>html words</b>"),
      ...["--i--", "--o", 'Content-Type: image/png; name="p.png"', "", "x"],
      ...[
        "--o",
        "Content-Type: text/csv",
        'Content-Disposition: attachment; filename="a.csv"',
        "",
        "a;b",
        "--o--",
        "",
      ],
    );
    const mail = await parseMail(raw);
    expect(mail?.text).toBe("plain words");
    expect(mail?.html).toContain("html words");
    expect(mail?.files.map(({ name }) => name)).toEqual(["p.png", "a.csv"]);
  });

  it("100 levels of parts, no sender, and a sender that is none are refused without an error", async () => {
    const deep = Array.from(
      { length: 100 },
      (_, n) => `Content-Type: multipart/mixed; boundary="b${n}"\r\n\r\n--b${n}`,
    );
    expect(await parseMail(lines(...head, ...deep))).toBeUndefined();
    expect(await parseMail(lines("To: x@example.test", "", "hello"))).toBeUndefined();
    expect(await parseMail(lines("From: nobody", "", "hello"))).toBeUndefined();
    expect(await parseMail(Buffer.alloc(0))).toBeUndefined();
    expect(await parseMail(Buffer.from([0, 255, 1, 254]))).toBeUndefined();
  });

  it("a mail without an id gets the same one each time", async () => {
    const raw = lines("From: ana@example.test", "", "hello");
    const ids = [(await parseMail(raw))?.mailId, (await parseMail(raw))?.mailId];
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).toMatch(/^<[0-9a-f]{64}@no-message-id>$/);
  });
});

describe("only a person's mail counts as one", () => {
  const machines: readonly (readonly [string, Record<string, string>])[] = [
    ["an out-of-office note", { "Auto-Submitted": "auto-replied" }],
    ["a note with parameters", { "Auto-Submitted": "auto-generated; owner=x" }],
    ["Exchange's note", { "X-Auto-Response-Suppress": "All" }],
    ["an old responder", { "X-Autoreply": "yes" }],
    ["bulk", { Precedence: "bulk" }],
    ["a list", { Precedence: "List" }],
    ["junk", { Precedence: "junk" }],
  ];
  it.each(machines)("%s is automatic", async (_what, headers) => {
    expect(await natureOfMail(headers)).toBe("automatic");
  });

  it("a person is a person", async () => {
    expect(await natureOfMail({})).toBe("person");
    expect(await natureOfMail({ "Auto-Submitted": "no", Precedence: "normal" })).toBe("person");
  });

  it("an empty return path is automatic, in the envelope and in the header", async () => {
    expect(await natureOfMail({}, { sender: "" })).toBe("automatic");
    expect(await natureOfMail({ "Return-Path": "<>" }, { sender: undefined })).toBe("automatic");
    expect(await natureOfMail({ "Return-Path": "<ana@example.test>" }, { sender: undefined })).toBe("person");
  });

  it("our own mail is ours, by its mark, its id, its loop or its sender", async () => {
    expect(await natureOfMail({ "X-Makegood-Effect": "1" })).toBe("own");
    expect(await natureOfMail({ "X-Loop": "desk@makegood.test" })).toBe("own");
    expect(await natureOfMail({}, { hasOwnId: true })).toBe("own");
    expect(await natureOfMail({}, { ownAddress: "ana@example.test" })).toBe("own");
    expect(await natureOfMail({ "X-Loop": "list@elsewhere.test" })).toBe("person");
  });

  it("a report of a mail server is a bounce, final or not, with the server's words", async () => {
    const nature = async (action: string) => {
      const mail = await parseMail(rawBounce("support+shop@makegood.test", "<x@makegood.test>", action));
      if (!mail) throw new Error("no mail");
      return natureOf({ ...mail, sender: "", ...own });
    };
    expect(await nature("failed")).toEqual({ kind: "bounce", isFinal: true, reason: "550 no such user" });
    expect(await nature("delayed")).toMatchObject({ kind: "bounce", isFinal: false });
  });
});

describe("an answer is shown without what it repeats", () => {
  const answers: readonly (readonly [string, string, string])[] = [
    [
      "Gmail",
      "Yes, please.\n\nOn Tue, 3 Nov 2026 at 10:02, Shop <s@x.test> wrote:\n> Shall we?\n> Bye",
      "Yes, please.",
    ],
    [
      "Gmail in two lines",
      "Yes.\n\nOn Tue, 3 Nov 2026 at 10:02, Shop of Ana\n<s@x.test> wrote:\n> Shall we?",
      "Yes.",
    ],
    ["German", "Ja.\n\nAm 3. Nov. 2026 um 10:02 schrieb Shop <s@x.test>:\n> Sollen wir?", "Ja."],
    [
      "Outlook",
      "Yes.\n\nFrom: Shop <s@x.test>\nSent: Tuesday\nTo: Ana\nSubject: Re: hi\n\nShall we?",
      "Yes.",
    ],
    ["Outlook in German", "Ja.\n\nVon: Shop\nGesendet: Dienstag\nAn: Ana\nBetreff: AW\n\nSollen wir?", "Ja."],
    ["a separator", "Yes.\n\n-----Original Message-----\nShall we?", "Yes."],
    ["a bare quote", "Yes.\n\n> Shall we?\n> Bye", "Yes."],
    [
      "words between the quoted lines",
      "On Tue, Shop wrote:\n> Size?\n42\n> Colour?\nRed",
      "On Tue, Shop wrote:\n> Size?\n42\n> Colour?\nRed",
    ],
    ["nothing but a quote", "> Shall we?", "> Shall we?"],
    ["no quote", "On Monday I wrote to you: no answer.\nWhy?", "On Monday I wrote to you: no answer.\nWhy?"],
  ];
  it.each(answers)("%s", (_program, text, shown) => expect(withoutQuote(text)).toBe(shown));
});

describe("the HTML of a mail", () => {
  const attacks = [
    "<script>alert(1)</script>",
    '<img src="https://track.example/p.gif" onerror="alert(1)">',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="//evil.example">x</a>',
    '<div style="background:url(https://track.example/x)">x</div>',
    '<style>@import "https://track.example/x.css"</style>',
    '<link rel="stylesheet" href="https://track.example/x.css">',
    '<iframe src="https://evil.example"></iframe><object data="x"></object><embed src="x">',
    '<form action="https://evil.example"><input name="password"></form>',
    '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    '<meta http-equiv="refresh" content="0;url=https://evil.example"><base href="https://evil.example/">',
    '<body background="https://track.example/x"><td background="https://track.example/y">x</td>',
    '<video poster="https://track.example/x"><source src="https://track.example/y"></video>',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  ];
  it.each(attacks)("%s neither runs nor loads anything", (html) => {
    const safe = safeHtml(`<p>words</p>${html}`);
    expect(safe).toContain("<p>words</p>");
    expect(safe).not.toMatch(
      /<(script|img|style|link|iframe|object|embed|form|input|svg|math|meta|base|video|source|body)/i,
    );
    expect(safe).not.toMatch(/\son\w+=|javascript:|style=|src=|background=|href="\/\//i);
  });

  it("keeps words, tables and links, which tell the other side nothing", () => {
    const safe = safeHtml(
      '<table><tr><td>a</td></tr></table><a href="https://shop.test/x">shop</a><img alt="photo" src="cid:1">',
    );
    expect(safe).toContain("<td>a</td>");
    expect(safe).toContain('href="https://shop.test/x"');
    expect(safe).toContain('rel="noopener noreferrer nofollow"');
    expect(safe).toContain("[photo]");
    expect(htmlToText("a<br>b<div>c&nbsp;&lt;d&gt;</div>")).toBe("a\nb\nc <d>");
  });

  it("a hundred thousand open tags take no time", () => {
    expect(safeHtml("<div>".repeat(100_000)).length).toBeLessThan(10_000);
  });
});

it("numbers of cases and orders are found where people write them", () => {
  expect(caseNumberIn("Re: Wrong size [#1042]")).toBe(1_042);
  expect(caseNumberIn("Re: order #1042")).toBeUndefined();
  expect(orderNumbersIn("My order #W5744371 and NL-20931, not 42")).toEqual([
    ...["W5744371", "#W5744371", "NL-20931", "#NL-20931"],
  ]);
});
