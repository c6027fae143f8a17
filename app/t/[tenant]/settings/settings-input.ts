import { z } from "zod";
import { updateSettingsInput } from "@/lib/modules/access/schema";
import { parseMoney } from "@/lib/platform/money";
import { dayWords, majorText } from "./settings-words";

function minuteOf(text: string): number | undefined {
  const [, hours, minutes] = /^(\d{1,2}):([0-5]\d)$/.exec(text.trim()) ?? [];
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes);
}

/** The settings as a form sends them: amounts in major units, times as text, one field for each. */
export const settingsForm = z
  .record(z.string(), z.string())
  .transform((fields, context) => {
    const limits: Record<string, unknown> = {};
    const refuse = (name: string, message: string): void => {
      context.issues.push({ code: "custom", path: name.split("."), message, input: fields[name] });
    };
    for (const [name, text] of Object.entries(fields)) {
      const [, currency, limit] = /^limits\.([A-Z]{3})\.([a-zA-Z]+)$/.exec(name) ?? [];
      if (!currency || !limit) continue;
      const minor = parseMoney(text, currency);
      if (minor === undefined) {
        refuse(name, `Enter an amount of ${currency} such as ${majorText(123_000, currency)}.`);
      } else limits[currency] = { ...(limits[currency] ?? {}), [limit]: minor };
    }
    const minute = (name: string): number => {
      const found = minuteOf(fields[name] ?? "");
      if (found === undefined) refuse(name, "Enter a time such as 09:00.");
      return found ?? 0;
    };
    const whole = (name: string): number => {
      const text = fields[name]?.trim() ?? "";
      if (!/^\d{1,9}$/.test(text)) refuse(name, "Enter a whole number.");
      return Number(text);
    };
    return {
      version: whole("version"),
      limits,
      businessHours: {
        timeZone: fields["businessHours.timeZone"]?.trim() ?? "",
        days: dayWords.flatMap((_, day) => (fields[`day.${day}`] ? [day] : [])),
        fromMinute: minute("businessHours.fromMinute"),
        toMinute: minute("businessHours.toMinute"),
      },
      approvalHours: whole("approvalHours"),
      holdSeconds: whole("holdSeconds"),
      allowsAutoDeny: fields.allowsAutoDeny === "on",
      deputyId: fields.deputyId || null,
      sla: {
        firstReplyHours: whole("sla.firstReplyHours"),
        nextReplyHours: whole("sla.nextReplyHours"),
        refundHours: whole("sla.refundHours"),
      },
    };
  })
  .pipe(updateSettingsInput);
