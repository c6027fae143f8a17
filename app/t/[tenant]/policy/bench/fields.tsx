import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { type PolicyFacts, policyActions, reasonCodes, reasonWords } from "@/lib/modules/policies/schema";
import type { BenchAnswer, Query, Values } from "./ask";

type BenchFieldsProps = Readonly<{
  values: Values;
  versions: readonly Readonly<{ value: string; label: string }>[];
  error?: BenchAnswer["error"];
  methods?: PolicyFacts["methods"] | undefined;
}>;

const actionWords = { cancel: "Cancel the order", return: "Return lines", goodwill: "Goodwill" } as const;

const choices = {
  action: policyActions.map((value) => ({ value, label: actionWords[value] })),
  reason: [
    { value: "", label: "None given" },
    ...reasonCodes.map((value) => ({ value, label: reasonWords[value] })),
  ],
};

export function BenchFields({ values, versions, error, methods = [] }: BenchFieldsProps) {
  const known = methods.map(({ id, kind }) => ({ value: id, label: `${kind.replaceAll("_", " ")} · ${id}` }));
  const fields = [
    { name: "version", label: "Version", options: versions },
    { name: "orderNumber", label: "Order number" },
    { name: "action", label: "What is asked for", options: choices.action },
    { name: "reason", label: "Reason", options: choices.reason },
    {
      name: "method",
      label: "Where the money goes",
      options: [{ value: "", label: "Where it came from" }, ...known],
    },
    { name: "at", label: "Moment, in UTC", help: "Empty: now. Otherwise such as 2027-01-31 09:00." },
  ] as const;
  return fields.map(({ name, label, ...field }) => (
    <Field
      key={name}
      label={label}
      {...("help" in field && { help: field.help })}
      error={error?.field === name ? error.message : undefined}
    >
      {(control) =>
        "options" in field ? (
          <Select {...control} name={name} options={field.options} defaultValue={values[name]} />
        ) : (
          <Input
            {...control}
            name={name}
            defaultValue={values[name]}
            required={name === "orderNumber"}
            autoComplete="off"
          />
        )
      }
    </Field>
  ));
}

type BenchLinesProps = Readonly<{ lines: PolicyFacts["order"]["lines"]; query: Query }>;

export const BenchLines = ({ lines, query }: BenchLinesProps) => (
  <fieldset className="flex flex-col gap-3">
    <legend className="mb-1.5 text-sm font-medium">Pieces of each line</legend>
    {lines.map(({ itemId, name, left, quantity }) => (
      <Field key={itemId} label={name} help={`${itemId}: ${left} of ${quantity} not refunded yet`}>
        {(control) => (
          <Input
            {...control}
            name={`quantity.${itemId}`}
            inputMode="numeric"
            autoComplete="off"
            defaultValue={String(query[`quantity.${itemId}`] ?? "")}
          />
        )}
      </Field>
    ))}
  </fieldset>
);
