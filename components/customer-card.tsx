import type { ReactNode } from "react";
import { Avatar } from "./ui/avatar";
import { Card } from "./ui/card";
import { CopyButton } from "./ui/copy-button";
import { Facts } from "./ui/facts";

type CustomerCardProps = Readonly<{
  name: string;
  email: string;
  /** Further things worth knowing, in the order to show them: Orders, Refunds in 90 days, Membership. */
  facts?: readonly Readonly<{ term: string; detail: string }>[];
  /** What else there is of them: their other cases. */
  children?: ReactNode;
}>;

export function CustomerCard({ name, email, facts = [], children }: CustomerCardProps) {
  return (
    <Card title="Customer">
      <div className="flex items-center gap-3">
        <Avatar name={name} />
        <div className="min-w-0">
          <p className="font-medium">{name}</p>
          <p className="flex items-center gap-0.5 text-ink-muted">
            <span className="truncate">{email}</span>
            <CopyButton value={email} label="Copy mail address" />
          </p>
        </div>
      </div>
      {facts.length > 0 && (
        <div className="mt-3 border-t border-line pt-3">
          <Facts facts={facts} />
        </div>
      )}
      {children && <div className="mt-3 border-t border-line pt-3">{children}</div>}
    </Card>
  );
}
