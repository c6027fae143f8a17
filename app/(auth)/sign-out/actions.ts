"use server";

import { redirect } from "next/navigation";
import { emptyInput } from "@/lib/modules/accounts/schema";
import { endSessions } from "@/lib/modules/accounts/sessions";
import { DomainError } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import { verifyAccessToken } from "@/lib/web/access-token";
import { publicAction } from "@/lib/web/action";
import { forgetSession } from "@/lib/web/session";
import { actionJar, clearSession, readAccessToken } from "@/lib/web/supabase";

const signOut = publicAction(emptyInput, async () => {
  const jar = await actionJar();
  const token = await readAccessToken(jar);
  clearSession(jar);
  if (token) await endHere(token);
  redirect("/sign-in");
});

/** Signs out of this browser alone. For a plain form: `<form action={signOutAction}>`. */
export async function signOutAction(formData: FormData): Promise<void> {
  await signOut({ status: "idle" }, formData);
}

// The cookie is gone either way; a database out of reach must not keep anybody signed in.
async function endHere(token: string): Promise<void> {
  try {
    const session = await verifyAccessToken(token, { allowExpired: true });
    if (!session) return;
    await endSessions(session.userId, "one", session.sessionId);
    forgetSession(session.sessionId);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    logger.warn({ error: error.message }, "a session could not be ended");
  }
}
