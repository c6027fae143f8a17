import "server-only";
import Bowser from "bowser";
import { headers } from "next/headers";
import type { Opened } from "@/lib/modules/accounts/commands";
import type { Account, SessionKind } from "@/lib/modules/accounts/schema";
import { findAccount, recordSession } from "@/lib/modules/accounts/sessions";
import { DomainError } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import { verifyAccessToken } from "./access-token";
import { clientNetwork } from "./headers";
import { forgetSession } from "./session";

/**
 * Lets a session that the auth server has just opened into the product. Until this was written down, its token opens
 * nothing.
 * @throws DomainError forbidden when its owner was disabled
 */
export async function openSession(
  { userId, accessToken }: Pick<Opened, "userId" | "accessToken">,
  { kind, isPasswordVerified }: Readonly<{ kind: SessionKind; isPasswordVerified: boolean }>,
): Promise<Account> {
  const proven = await verifyAccessToken(accessToken);
  if (proven?.userId !== userId) {
    throw new DomainError("unavailable", "Signing in is unavailable at the moment. Please try again.");
  }
  const { sessionId } = proven;
  const [device, network] = [await describeDevice(), await clientNetwork()];
  await recordSession({ id: sessionId, userId, kind, device, network, isPasswordVerified });
  forgetSession(sessionId);
  const account = await findAccount(sessionId, userId);
  if (!account) throw new DomainError("forbidden", "This account was closed.");
  logger.info({ userId, kind }, "session opened");
  return account;
}

/** The browser in words its owner recognises: "Firefox on macOS". */
export async function describeDevice(): Promise<string> {
  const userAgent = (await headers()).get("user-agent") ?? "";
  if (!userAgent) return "Unknown browser";
  const { browser, os } = Bowser.parse(userAgent.slice(0, 500));
  return [browser.name ?? "Unknown browser", os.name].filter(Boolean).join(" on ");
}
