import { moneyWords } from "@/components/money";
import { LinkButton } from "@/components/ui/link-button";
import type { ProposedLimits } from "@/lib/modules/onboarding/policy";

type LimitsPartProps = Readonly<{
  base: string;
  limits: readonly Readonly<{ currency: string; count: number; proposed: ProposedLimits }>[];
  tenantCurrency: string;
}>;

/** What the last 90 days say about sensible limits. */
export function LimitsPart({ base, limits, tenantCurrency }: LimitsPartProps) {
  return (
    <>
      {limits.length === 0 ? (
        <p>
          With twenty refunds of the last 90 days we propose limits from them. Until then careful defaults
          hold.
        </p>
      ) : (
        <ul className="flex list-disc flex-col gap-1 pl-4">
          {limits.map(({ currency, count, proposed }) => (
            <li key={currency}>
              {currency}, from {count} refunds: an agent alone up to{" "}
              {moneyWords(proposed.agentMinor, currency, tenantCurrency)}, a lead up to{" "}
              {moneyWords(proposed.leadMinor, currency, tenantCurrency)}, two people above{" "}
              {moneyWords(proposed.fourEyesMinor, currency, tenantCurrency)}.
            </li>
          ))}
        </ul>
      )}
      <div className="flex">
        <LinkButton href={`${base}/settings`}>Set the limits</LinkButton>
      </div>
    </>
  );
}
