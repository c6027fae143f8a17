import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { orderStatuses } from "@/lib/modules/orders/schema";
import type { PolicyFacts } from "@/lib/modules/policies/schema";
import { policyActions } from "@/lib/modules/policies/terms";
import type { BenchAnswer, Query, ValueName, Values } from "./ask";

type BenchFieldsProps = Readonly<{
  values: Values;
  versions: readonly Readonly<{ value: string; label: string }>[];
  error?: BenchAnswer["error"];
  methods?: PolicyFacts["methods"] | undefined;
}>;

const actionWords = { cancel: "Cancel the order", return: "Return lines", goodwill: "Goodwill" } as const;
const actions = policyActions.map((value) => ({ value, label: actionWords[value] }));
const asItIs = { value: "", label: "As it is" };
const statuses = [asItIs, ...orderStatuses.map((value) => ({ value, label: value }))];

export type Spec<Name extends string = string> = Readonly<{
  name: Name;
  label: string;
  help?: string;
  options?: readonly Readonly<{ value: string; label: string }>[];
}>;

/** What is asked for, and where the money shall go. */
export const wishSpecs = (
  methods: readonly Readonly<{ value: string; label: string }>[],
): readonly Spec<ValueName>[] => [
  { name: "action", label: "What is asked for", options: actions },
  { name: "reason", label: "Reason", help: "In anybody's words, such as: no longer needed." },
  {
    name: "method",
    label: "Where the money goes",
    options: [{ value: "", label: "Where it came from" }, ...methods],
  },
  { name: "shipping", label: "Shipping asked for" },
  { name: "goodwill", label: "Goodwill asked for" },
  { name: "condition", label: "Condition of the goods" },
  { name: "evidence", label: "Evidence", help: "Such as: photo, receipt." },
  { name: "at", label: "Moment, in UTC", help: "Empty: now. Otherwise such as 2027-01-31 09:00." },
];

/** The question: about what, which version, and what is asked for. */
export function BenchFields({ values, versions, error, methods = [] }: BenchFieldsProps) {
  const known = methods.map(({ id, kind }) => ({ value: id, label: `${kind.replaceAll("_", " ")} · ${id}` }));
  const question: readonly Spec<ValueName>[] = [
    { name: "version", label: "Version", options: versions },
    { name: "caseNumber", label: "Case number", help: "Or an order number." },
    { name: "orderNumber", label: "Order number" },
    ...wishSpecs(known),
  ];
  return question.map((spec) => <BenchField key={spec.name} spec={spec} values={values} error={error} />);
}

/** What to suppose instead of what is known of the order. */
export function BenchFacts({ values, error }: Pick<BenchFieldsProps, "values" | "error">) {
  const facts: readonly Spec<ValueName>[] = [
    { name: "status", label: "Status of the order", options: statuses },
    { name: "placedAt", label: "Ordered at, in UTC" },
    { name: "deliveredAt", label: "Delivered at, in UTC" },
    { name: "country", label: "Country", help: "Such as DE." },
    { name: "membership", label: "Membership of the customer" },
  ];
  return (
    <details open={facts.some(({ name }) => values[name] !== "")}>
      <summary className="cursor-pointer text-sm font-medium">Suppose other facts</summary>
      <div className="flex flex-col gap-4 pt-3">
        {facts.map((spec) => (
          <BenchField key={spec.name} spec={spec} values={values} error={error} />
        ))}
      </div>
    </details>
  );
}

type BenchFieldProps = Readonly<{
  spec: Spec;
  values: Readonly<Record<string, string>>;
  error?: BenchAnswer["error"];
}>;

export const BenchField = ({ spec: { name, label, help, options }, values, error }: BenchFieldProps) => (
  <Field label={label} {...(help && { help })} error={error?.field === name ? error.message : undefined}>
    {(control) =>
      options ? (
        <Select {...control} name={name} options={options} defaultValue={values[name]} />
      ) : (
        <Input {...control} name={name} defaultValue={values[name]} autoComplete="off" />
      )
    }
  </Field>
);

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
