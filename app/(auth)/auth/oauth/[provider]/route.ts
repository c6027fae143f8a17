import { cookies } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { findAuthServer, providers } from "@/lib/web/auth-server";
import { clientNetwork } from "@/lib/web/headers";
import { providerFlow } from "@/lib/web/provider-flow";
import { isWithin } from "@/lib/web/rate-limit";
import { safeReturnTo } from "@/lib/web/return-to";

const startAllowance = { points: 20, durationSeconds: 60 };

/** Sends the browser to the provider, by way of the auth server. Only what this browser starts can come back to it. */
export async function GET(
  request: Request,
  { params }: Readonly<{ params: Promise<{ provider: string }> }>,
): Promise<never> {
  const { provider: name } = await params;
  const provider = providers.find((known) => known === name);
  const server = await findAuthServer();
  if (!provider || !server?.providers.includes(provider)) notFound();
  if (!(await isWithin("provider", await clientNetwork(), startAllowance)))
    redirect("/sign-in?problem=provider");
  const returnTo = safeReturnTo(new URL(request.url).searchParams.get("returnTo"));
  const url = await providerFlow(await cookies()).start(provider, returnTo);
  redirect(url ?? "/sign-in?problem=provider");
}
