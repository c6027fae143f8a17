import "server-only";
import type { cookies } from "next/headers";
import { z } from "zod";
import type { Opened } from "@/lib/modules/accounts/commands";
import { env } from "@/lib/platform/env";
import { DomainError } from "@/lib/platform/errors";
import { seal, unseal } from "@/lib/platform/sealed";
import type { Provider } from "./auth-server";
import { safeReturnTo } from "./return-to";
import { clearFlow, clearSession, cookieName, cookieOptions, createSessionClient, jarOf } from "./supabase";

const name = cookieName("makegood-provider");
const purpose = "provider-flow";
const keepSeconds = 10 * 60;
const newAccountMs = 60_000;

const begunSchema = z.object({
  provider: z.string(),
  returnTo: z.string(),
  /** Whose account the provider is being connected to. */
  linkTo: z.string().optional(),
});
type Begun = z.output<typeof begunSchema>;

type Finished = Readonly<{ opened: Opened; begun: Begun; isNew: boolean; returnTo: string }>;

type Store = Awaited<ReturnType<typeof cookies>>;

/** Signing in with a provider, by PKCE: what `start` keeps in this browser, `finish` needs. */
export function providerFlow(store: Store) {
  const jar = jarOf(store);
  const options = { redirectTo: new URL("/auth/callback", env.SITE_URL).href, skipBrowserRedirect: true };
  const keep = (begun: Begun) =>
    store.set(name, seal(purpose, JSON.stringify(begun)), { ...cookieOptions, maxAge: keepSeconds });
  return {
    /** @returns where to send the browser, or undefined when the server does not take part */
    start: async (provider: Provider, returnTo: string): Promise<string | undefined> => {
      const { data } = await createSessionClient(jar).signInWithOAuth({ provider, options });
      if (data.url) keep({ provider, returnTo });
      return data.url ?? undefined;
    },
    /** The same, to connect the provider to the account that is signed in. */
    link: async (provider: Provider, userId: string): Promise<string | undefined> => {
      const { data } = await createSessionClient(jar).linkIdentity({ provider, options });
      if (data.url) keep({ provider, returnTo: "/account", linkTo: userId });
      return data.url ?? undefined;
    },
    /** @throws DomainError when the code is not for this browser, or was used */
    finish: async (code: string): Promise<Finished> => {
      const kept = store.get(name)?.value;
      const text = kept ? unseal(purpose, kept) : undefined;
      if (!text) throw new DomainError("invalid", "Signing in was not started in this browser. Start again.");
      const begun = begunSchema.parse(JSON.parse(text));
      const { data, error } = await createSessionClient(jar).exchangeCodeForSession(code);
      if (error || !data.session || (begun.linkTo && begun.linkTo !== data.user.id)) {
        throw new DomainError("invalid", "Signing in did not work. Start again.");
      }
      store.delete(name);
      clearFlow(jar);
      const { id: userId, created_at } = data.user;
      return {
        opened: { userId, accessToken: data.session.access_token, signUpMark: undefined },
        begun,
        isNew: Date.now() - Date.parse(created_at) < newAccountMs,
        returnTo: safeReturnTo(begun.returnTo),
      };
    },
    /** Forgets what was begun, and whatever of a session it left. A session from before stays if nothing was begun. */
    abandon: (): void => {
      if (!store.get(name)) return;
      store.delete(name);
      clearFlow(jar);
      clearSession(jar);
    },
  };
}
