import { cookies } from "next/headers";
import { redirect, unstable_rethrow } from "next/navigation";
import type { Account } from "@/lib/modules/accounts/schema";
import { issueAccountNotice } from "@/lib/modules/notices/commands";
import { DomainError } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import { providerNames, providers } from "@/lib/web/auth-server";
import { announceNewBrowser, rememberBrowser } from "@/lib/web/known-browser";
import { openSession } from "@/lib/web/open-session";
import { providerFlow } from "@/lib/web/provider-flow";

/** Where the auth server sends the browser back to, with a code that only this browser can turn into a session. */
export async function GET(request: Request): Promise<never> {
  const { searchParams } = new URL(request.url);
  const flow = providerFlow(await cookies());
  const code = searchParams.get("code");
  if (!code || code.length > 200) {
    const isAboutAddress = /verif|email/i.test(searchParams.get("error_description") ?? "");
    flow.abandon();
    redirect(`/sign-in?problem=${isAboutAddress ? "provider-address" : "provider"}`);
  }
  try {
    const { opened, begun, isNew, returnTo } = await flow.finish(code);
    const account = await openSession(opened, { kind: "full", isPasswordVerified: true });
    if (begun.linkTo) await tellLinked(account, begun.provider);
    if (!isNew) await announceNewBrowser(account);
    await rememberBrowser(account.email);
    redirect(returnTo);
  } catch (error) {
    unstable_rethrow(error);
    if (!(error instanceof DomainError)) throw error;
    logger.warn({ error: error.message }, "signing in with a provider failed");
    flow.abandon();
    redirect("/sign-in?problem=provider");
  }
}

function tellLinked({ userId, email, locale }: Account, provider: string): Promise<string> {
  const known = providers.find((candidate) => candidate === provider);
  const method = known ? providerNames[known] : provider;
  return issueAccountNotice({ userId, email, locale, kind: "method_linked", detail: { method } });
}
