import Form from "next/form";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { LinkButton } from "@/components/ui/link-button";
import { Select } from "@/components/ui/select";
import type { AuditExplorerQuery } from "@/lib/modules/audit/schema";
import { auditHref, auditSearch } from "./audit-href";
import { actionWords } from "./audit-words";

type FilterProps = Readonly<{
  slug: string;
  query: AuditExplorerQuery;
  actions: readonly string[];
  people: readonly Readonly<{ userId: string; name: string }>[];
}>;

const any = { value: "", label: "Any" } as const;

/** The conditions of the list. They are in the address, so a finding can be sent to somebody. */
export function AuditFilter({ slug, query, actions, people }: FilterProps) {
  return (
    <Form
      key={auditSearch(query)}
      action={`/t/${slug}/audit`}
      prefetch={false}
      aria-label="Filter"
      className="grid grid-cols-2 items-end gap-3 border-b border-line px-4 py-3 md:grid-cols-[repeat(6,minmax(0,1fr))_auto]"
    >
      <Field label="Who">
        {(control) => (
          <Select
            {...control}
            name="actorId"
            defaultValue={query.actorId ?? ""}
            options={[any, ...people.map(({ userId, name }) => ({ value: userId, label: name }))]}
          />
        )}
      </Field>
      <Field label="Act">
        {(control) => (
          <Select
            {...control}
            name="action"
            defaultValue={query.action ?? ""}
            options={[any, ...actions.map((action) => ({ value: action, label: actionWords(action) }))]}
          />
        )}
      </Field>
      <Field label="Case number">
        {(control) => (
          <Input {...control} name="case" inputMode="numeric" pattern="[0-9]*" defaultValue={query.case} />
        )}
      </Field>
      <Field label="Subject’s id">
        {(control) => <Input {...control} name="subjectId" defaultValue={query.subjectId} maxLength={36} />}
      </Field>
      <Field label="From">
        {(control) => <Input {...control} name="from" type="date" defaultValue={query.from} />}
      </Field>
      <Field label="To">
        {(control) => <Input {...control} name="to" type="date" defaultValue={query.to} />}
      </Field>
      <div className="col-span-2 flex gap-2 md:col-span-1">
        <Button type="submit">Filter</Button>
        {auditSearch(query) !== "" && (
          <LinkButton href={auditHref(slug, {})} variant="ghost">
            Clear
          </LinkButton>
        )}
      </div>
    </Form>
  );
}
