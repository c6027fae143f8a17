"use client";

import { useActionState, useEffect, useState } from "react";
import { FormField, Outcome } from "@/app/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { resendAllowance } from "@/lib/modules/accounts/policy";
import { resendAction } from "./actions";

type Words = Readonly<Record<"mail" | "sendAgain" | "sendAgainIn" | "sending", string>>;
type Props = Readonly<{ email: string | undefined; waitSeconds: number; words: Words }>;

export function ResendForm({ email, waitSeconds, words }: Props) {
  const [result, submit] = useActionState(resendAction, { status: "idle" });
  const waitFor =
    result.status === "done"
      ? resendAllowance.durationSeconds
      : result.status === "failed" && result.retryAfterSeconds !== undefined
        ? result.retryAfterSeconds
        : waitSeconds;
  const secondsLeft = useCountdown(waitFor, result);

  return (
    <form action={submit} className="flex flex-col gap-4" aria-label={words.sendAgain}>
      <Outcome result={result} fields={email ? [] : ["email"]} />
      {email ? (
        <input type="hidden" name="email" value={email} />
      ) : (
        <FormField
          field={{ name: "email", label: words.mail, type: "email", autoComplete: "email" }}
          result={result}
        />
      )}
      <SubmitButton isWide variant="secondary" disabled={secondsLeft > 0} pendingLabel={words.sending}>
        {secondsLeft > 0 ? `${words.sendAgainIn} ${secondsLeft} s` : words.sendAgain}
      </SubmitButton>
    </form>
  );
}

/** Counts down from `seconds`, and anew whenever `since` is another one. */
function useCountdown(seconds: number, since: unknown): number {
  const [left, setLeft] = useState(seconds);

  // biome-ignore lint/correctness/useExhaustiveDependencies: two equal results in a row still start anew.
  useEffect(() => {
    const endsAt = Date.now() + seconds * 1_000;
    const tick = () => setLeft(Math.max(0, Math.ceil((endsAt - Date.now()) / 1_000)));
    tick();
    const timer = setInterval(tick, 1_000);
    return () => clearInterval(timer);
  }, [seconds, since]);

  return left;
}
