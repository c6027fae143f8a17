import { describe, expect, it } from "vitest";
import { locales } from "@/lib/modules/notices/schema";
import {
  effectsNamedIn,
  messageIdOf,
  replyAddress,
  senderAddress,
  supportAddress,
  targetOf,
} from "./addresses";
import { mailOf, sampleFacts, valuesOf } from "./facts";
import { customerMails, saveTemplateInput } from "./schema";
import { renderMail } from "./templates";
import { defaultWords } from "./words";

const caseId = "0199b3c4-1f2e-7a3b-8c4d-5e6f708192a3";
const facts = { ...sampleFacts, shopName: "Tau <Retail>" };

describe("every mail to a customer", () => {
  const all = locales.flatMap((locale) => customerMails.map((mail) => [locale, mail] as const));

  it.each(all)("says in %s what %s means, with the number of the case", (locale, mail) => {
    const { subject, text, html } = renderMail(defaultWords[locale][mail], valuesOf(facts, locale), locale);
    for (const part of [subject, text, html]) expect(part).not.toMatch(/undefined|\[object|NaN|\{\{/);
    expect(subject).toContain("[#1042]");
    expect(html).toContain(`<html lang="${locale}">`);
    expect(html).not.toContain("<Retail>");
  });

  it.each(all)("reads well in %s when nothing is known that %s could name", (locale, mail) => {
    const bare = { ...facts, amountMinor: 0, method: null, methodLabel: null, reference: null, denial: null };
    const { text } = renderMail(defaultWords[locale][mail], valuesOf(bare, locale), locale);
    expect(text).not.toMatch(/undefined|null|\{\{| {2}|\n\n\n/);
  });

  it("is in the customer's language, or in English", () => {
    const words = (locale: "en" | "de") =>
      renderMail(defaultWords[locale].refund_sent, valuesOf(facts, locale), locale);
    expect(words("de").subject).toBe("Wir haben 42,10 € an Ihre Bank geschickt [#1042]");
    expect(words("en").subject).toBe("We sent €42.10 to your bank [#1042]");
  });
});

it("a paragraph without anything to say is left out, and words can stand in for it", () => {
  const words = {
    subject: "About {{amount|it}}",
    body: "Hi\n\nIt is {{reference}}.\n\nFor {{amount|you}}.\n\nBye",
  };
  const mail = renderMail(words, { "case.number": "7" }, "en");
  expect(mail.text).toBe("Hi\n\nFor you.\n\nBye");
  expect(mail.subject).toBe("About it [#7]");
});

it("what a value says is never read as a variable, a header or HTML", () => {
  const reply = "{{customer.name}} <script>alert(1)</script>\nBcc: x@example.test\n\n\nsecond";
  const words = { subject: "Re: {{case.subject}}", body: "{{reply}}\n\nBye" };
  const values = { reply, "case.subject": "Hi\r\nBcc: evil@example.test", "customer.name": "Ana" };
  const mail = renderMail(words, values, "en");
  expect(mail.text).toContain("{{customer.name}} <script>");
  expect(mail.html).not.toContain("<script>");
  expect(mail.subject).toBe("Re: Hi Bcc: evil@example.test");
  expect(mail.html).toContain("<br>");
});

describe("words of a tenant", () => {
  const good = {
    mail: "reply",
    locale: "de",
    version: "0",
    subject: "Re: {{case.subject}}",
    body: "{{reply}}\r\n\r\nGruß",
  };
  it("are taken with line ends of any kind", () => {
    expect(saveTemplateInput.parse(good)).toMatchObject({ version: 0, body: "{{reply}}\n\nGruß" });
  });

  const bad: readonly (readonly [string, object])[] = [
    ["a variable that nobody knows", { body: "{{reply}} {{password}}" }],
    ["one of another mail", { body: "{{reply}} {{amount}}" }],
    ["an open brace", { body: "{{reply}} {{case.number" }],
    ["a reply without what was written", { body: "Hello" }],
    ["no subject", { subject: "  " }],
    ["a second line in the subject", { subject: "a\nBcc: x@example.test" }],
    ["8,001 characters", { body: `{{reply}}${"a".repeat(8_000)}` }],
    ["another language", { locale: "fr" }],
    ["another mail", { mail: "newsletter" }],
    ["a field more", { tenantId: caseId }],
  ];
  it.each(bad)("with %s are refused", (_what, change) => {
    expect(saveTemplateInput.safeParse({ ...good, ...change }).success).toBe(false);
  });
});

it("a refund is told in words of the way that its money takes", () => {
  const told = (method: "refund" | "void" | "store_credit" | "manual") =>
    mailOf({ template: "refund_sent" }, { ...facts, method });
  expect([told("refund"), told("void"), told("store_credit"), told("manual")]).toEqual([
    ...["refund_sent", "refund_sent_void", "refund_sent_store_credit", "refund_sent_manual"],
  ]);
  expect(mailOf({ template: "newsletter" }, facts)).toBeUndefined();
  expect(mailOf({ template: "reply" }, { ...facts, reply: null })).toBeUndefined();
});

describe("an address of ours", () => {
  const domain = senderAddress.split("@")[1];
  it("names its case again, in any case of letters, and fits a mail address", () => {
    const address = replyAddress(caseId);
    expect(address.split("@")[0]?.length).toBeLessThanOrEqual(64);
    expect(targetOf(address)).toEqual({ kind: "case", caseId });
    expect(targetOf(address.toUpperCase())).toEqual({ kind: "case", caseId });
  });

  it("with another case's signature, a shorter one or none names no case", () => {
    const [local = ""] = replyAddress(caseId).split("@");
    const forged = [
      `${local.slice(0, -1)}${local.endsWith("0") ? "1" : "0"}@${domain}`,
      `${local.replace("0199b3c4", "0199b3c5")}@${domain}`,
      `${local.slice(0, -1)}@${domain}`,
      `${local}@elsewhere.test`,
    ];
    for (const address of forged) expect(targetOf(address).kind, address).not.toBe("case");
  });

  it("names a tenant by its path; everything else is looked up as it is", () => {
    expect(targetOf(supportAddress("tau-retail"))).toEqual({ kind: "slug", slug: "tau-retail" });
    expect(targetOf("Help@Shop.test")).toEqual({ kind: "address", address: "help@shop.test" });
    expect(targetOf(`support+x';--@${domain}`).kind).toBe("address");
    expect(targetOf("support+tau-retail@elsewhere.test").kind).toBe("address");
  });

  it("is known in the ids of our mails, and in no others", () => {
    expect(effectsNamedIn(`a ${messageIdOf(caseId)} b <${caseId}@elsewhere.test>`)).toEqual([caseId]);
  });
});
