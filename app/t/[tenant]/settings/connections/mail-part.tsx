import Link from "next/link";
import { RelativeTime } from "@/components/relative-time";
import { Banner } from "@/components/ui/banner";
import { Facts } from "@/components/ui/facts";
import type { MailHealth } from "@/lib/modules/mail/schema";

type Props = Readonly<{ slug: string; address: string; waysIn: readonly string[]; health: MailHealth }>;

/** Where customers write to, how mail gets in, and when it last did. */
export function MailPart({ slug, address, waysIn, health }: Props) {
  const { ownAddress, lastReceivedAt, lastSentAt, waiting } = health;
  return (
    <div className="flex flex-col gap-3">
      <Facts
        facts={[
          { term: "Customers write to", detail: address },
          ...(ownAddress ? [{ term: "or to", detail: ownAddress }] : []),
          { term: "Mail gets in by", detail: waysIn.join(", ") || "No way in is set up" },
          {
            term: "Last mail received",
            detail: lastReceivedAt ? <RelativeTime at={lastReceivedAt} /> : "None yet",
          },
          { term: "Last mail sent", detail: lastSentAt ? <RelativeTime at={lastSentAt} /> : "None yet" },
        ]}
      />
      {waysIn.length === 0 && (
        <Banner tone="attention" title="No mail can come in">
          Whoever runs this installation sets up an SMTP port, a mail folder or a signed webhook.
        </Banner>
      )}
      {waiting > 0 && (
        <Banner tone="waiting">
          {waiting === 1 ? "1 mail waits" : `${waiting} mails wait`} for another try or for a person.{" "}
          <Link className="link" href={`/t/${slug}/attention`}>
            Needs attention
          </Link>{" "}
          shows what is stuck.
        </Banner>
      )}
      <p>
        Write a mail to the address above: a minute later it is a case.{" "}
        <Link className="link" href={`/t/${slug}/settings/mail`}>
          Words of each mail, and what was set aside
        </Link>
      </p>
    </div>
  );
}
