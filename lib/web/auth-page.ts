import "server-only";
import { cookies } from "next/headers";
import { cache } from "react";
import type { z } from "zod";
import { type Locale, locales } from "@/lib/modules/notices/schema";
import { type ActionResult, type Outcome, publicAction } from "./action";
import { type AuthWords, authWords, germanFailures } from "./auth-words";
import { currentPath } from "./headers";
import { askedLanguage, languageCookie } from "./language-cookie";

/** The language of the pages around signing in: what the portal that led here reads in; English for everybody else. */
export const findAuthLanguage = cache(async (): Promise<Locale> => {
  const asked = askedLanguage(new URL(await currentPath(), "http://here.invalid").searchParams);
  const kept = (await cookies()).get(languageCookie)?.value;
  return asked ?? locales.find((locale) => locale === kept) ?? "en";
});

export const findAuthWords = async (): Promise<AuthWords> => authWords[await findAuthLanguage()];

/** `publicAction` for these pages: what goes wrong is said in the language of the page. */
export const authAction = <Schema extends z.ZodType>(
  schema: Schema,
  run: (input: z.output<Schema>) => Promise<Outcome>,
) => {
  const act = publicAction(schema, run);
  return async (previous: ActionResult, formData: FormData): Promise<ActionResult> => {
    const result = await act(previous, formData);
    return (await findAuthLanguage()) === "de" ? inGerman(result) : result;
  };
};

function inGerman(result: ActionResult): ActionResult {
  if (result.status === "idle" || !result.message) return result;
  const known = germanFailures[result.message];
  if (known || result.status === "done") return { ...result, message: known ?? result.message };
  const { retryAfterSeconds: seconds } = result;
  const message =
    seconds === undefined
      ? "Das hat nicht geklappt. Prüfen Sie Ihre Angaben und versuchen Sie es noch einmal."
      : `Bitte versuchen Sie es in ${seconds === 1 ? "einer Sekunde" : `${seconds} Sekunden`} noch einmal.`;
  return { ...result, message };
}
