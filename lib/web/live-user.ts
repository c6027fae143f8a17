import "server-only";
import type { User } from "@supabase/supabase-js";
import { cookies } from "next/headers";
import { refuseIfUnavailable } from "@/lib/modules/accounts/commands";
import { DomainError } from "@/lib/platform/errors";
import { createStatelessClient, readAccessToken } from "./supabase";

/** The user as the auth server knows them now. @throws DomainError unauthenticated when it has ended the session */
export async function requireLiveUser(): Promise<User> {
  const token = await readAccessToken(await cookies());
  const { data, error } = await createStatelessClient().getUser(token ?? "none");
  if (data.user) return data.user;
  if (error) refuseIfUnavailable(error, "Checking your session");
  throw new DomainError("unauthenticated", "Your session has ended. Sign in again.");
}
