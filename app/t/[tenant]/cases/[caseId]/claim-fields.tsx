import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

type Props = Readonly<{
  values: Readonly<Record<string, string>> | undefined;
  errorOf: (field: string) => string | undefined;
}>;

const fields = [
  { name: "condition", label: "Condition of the goods", help: "If the policy asks: unused, opened, worn." },
  { name: "evidence", label: "Evidence", help: "If there is some: photo, receipt." },
] as const;

/** What the customer claims of the goods, and whether the person who decides has seen it. */
export function ClaimFields({ values, errorOf }: Props) {
  return (
    <>
      {fields.map(({ name, label, help }) => (
        <Field key={name} label={label} help={help} error={errorOf(name)}>
          {(control) => <Input {...control} name={name} autoComplete="off" defaultValue={values?.[name]} />}
        </Field>
      ))}
      <label className="flex items-start gap-2.5 text-sm">
        <input
          type="checkbox"
          name="isEvidenceConfirmed"
          value="true"
          className="mt-0.5 size-4 accent-accent"
        />
        I have seen the evidence and believe it
      </label>
    </>
  );
}
