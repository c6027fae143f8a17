import { expect, it } from "vitest";
import { locales, noticeKinds } from "@/lib/modules/notices/schema";
import { renderNotice } from "./notice-templates";

const detail = {
  invitationId: "i",
  tenantName: "Tau <Retail>",
  invitedBy: "Ada Novak",
  role: "agent",
  to: "new@example.test",
  left: "9",
  device: "Firefox on macOS",
  network: "127.0.0.1",
  method: "GitHub",
  proposedBy: "Ana Ruiz",
  amount: "$42.10",
  case: "#1042",
  path: "/t/tau-retail/cases/1",
  order: "#W1",
  linkId: "l",
};
const notice = { detail, createdAt: new Date("2026-11-23T12:00:00Z") };
const facts = { siteUrl: "https://desk.example", secret: "https://desk.example/join?token=a.b" };

it.each(locales.flatMap((locale) => noticeKinds.map((kind) => [locale, kind] as const)))(
  "says in %s what %s means, as text and as safe HTML",
  (locale, kind) => {
    const { subject, text, html } = renderNotice({ ...notice, locale, kind }, facts);
    for (const part of [subject, text, html]) expect(part).not.toMatch(/undefined|\[object|NaN/);
    expect(subject.length).toBeGreaterThan(5);
    expect(html).toContain(`<html lang="${locale}">`);
    expect(html).not.toContain("<Retail>");
  },
);

it("links the address of an invitation whole", () => {
  const { html } = renderNotice({ ...notice, locale: "en", kind: "invitation" }, facts);
  expect(html).toContain('href="https://desk.example/join?token=a.b"');
});

it("speaks two languages", () => {
  const subjects = locales.map(
    (locale) => renderNotice({ ...notice, locale, kind: "new_device" }, facts).subject,
  );
  expect(new Set(subjects).size).toBe(locales.length);
});
