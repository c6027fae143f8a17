import type { Metadata } from "next";
import { cookies } from "next/headers";
import { AccountFrame } from "@/app/account/account-frame";
import { keysCookie, ownKeysOf } from "@/components/shortcuts/own-keys";
import { requireVisitor } from "@/lib/web/session";
import { KeyboardSettings } from "./keyboard-settings";

export const metadata: Metadata = { title: "Keyboard" };

export default async function KeyboardPage() {
  await requireVisitor();
  const own = ownKeysOf((await cookies()).get(keysCookie)?.value);
  return (
    <AccountFrame title="Keyboard" description="Your own keys for the desk, in this browser." back="/account">
      <KeyboardSettings own={own} />
    </AccountFrame>
  );
}
