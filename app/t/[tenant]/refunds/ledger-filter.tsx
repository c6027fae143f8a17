import Form from "next/form";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { LinkButton } from "@/components/ui/link-button";
import { Select } from "@/components/ui/select";
import { type LedgerQuery, ledgerViews } from "@/lib/modules/refunds/ledger-schema";
import { payoutMethods } from "@/lib/modules/refunds/schema";
import { ledgerSearch } from "./ledger-href";
import { methodWords } from "./ledger-table";

const viewWords: Readonly<Record<(typeof ledgerViews)[number], string>> = {
  all: "All",
  open: "On its way",
  paid: "Paid",
  stuck: "Stuck",
  unknown: "Not known yet",
  failed: "Failed or came back",
  canceled: "Canceled or replaced",
  external: "Refunded elsewhere",
};

type FilterProps = Readonly<{ slug: string; query: LedgerQuery }>;

/** The conditions of the list. They are in the address, so a filtered list can be kept and sent to somebody. */
export function LedgerFilter({ slug, query }: FilterProps) {
  const action = `/t/${slug}/refunds`;
  return (
    <Form
      // Another address shows its own conditions, not those that were typed before.
      key={ledgerSearch(query)}
      action={action}
      prefetch={false}
      aria-label="Filter"
      className="grid grid-cols-2 items-end gap-3 border-b border-line px-4 py-3 md:grid-cols-[repeat(6,minmax(0,1fr))_auto]"
    >
      <Field label="Show">
        {(control) => (
          <Select
            {...control}
            name="view"
            defaultValue={query.view}
            options={ledgerViews.map((view) => ({ value: view, label: viewWords[view] }))}
          />
        )}
      </Field>
      <Field label="Method">
        {(control) => (
          <Select
            {...control}
            name="method"
            defaultValue={query.method ?? ""}
            options={[
              { value: "", label: "Any" },
              ...payoutMethods.map((method) => ({ value: method, label: methodWords[method] })),
            ]}
          />
        )}
      </Field>
      <Field label="Currency">
        {(control) => (
          <Input
            {...control}
            name="currency"
            defaultValue={query.currency}
            maxLength={3}
            pattern="[A-Z]{3}"
            title="The three letters of a currency, such as EUR"
          />
        )}
      </Field>
      <Field label="Order">
        {(control) => <Input {...control} name="order" defaultValue={query.order} maxLength={120} />}
      </Field>
      <Field label="From">
        {(control) => <Input {...control} name="from" type="date" defaultValue={query.from} />}
      </Field>
      <Field label="To">
        {(control) => <Input {...control} name="to" type="date" defaultValue={query.to} />}
      </Field>
      <div className="col-span-2 flex gap-2 md:col-span-1">
        <Button type="submit">Filter</Button>
        {ledgerSearch({ ...query, open: undefined }) !== "" && (
          <LinkButton href={action} variant="ghost">
            Clear
          </LinkButton>
        )}
      </div>
    </Form>
  );
}
