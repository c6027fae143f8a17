import "server-only";
import type { Opened } from "@/lib/modules/accounts/commands";
import { rememberBrowser } from "./known-browser";
import { openSession } from "./open-session";
import { completePending, findPending } from "./pending-mail";

/**
 * Lets in whoever proved by a mail that an address is theirs. Whoever did not choose the account's password in this very
 * browser chooses one now: the password may be that of somebody who signed up with the address before its owner did.
 * @returns where to go next
 */
export async function letIn(opened: Opened, purpose: "confirm" | "recovery"): Promise<string> {
  const pending = await findPending();
  const knowsPassword =
    purpose === "confirm" && opened.signUpMark !== undefined && opened.signUpMark === pending?.signUpMark;
  const { email } = await openSession(opened, {
    kind: knowsPassword ? "full" : "recovery",
    isPasswordVerified: knowsPassword,
  });
  if (!knowsPassword) return "/choose-password";
  await rememberBrowser(email);
  return completePending();
}
