import type { BenchAnswer } from "@/app/t/[tenant]/policy/bench/ask";
import { BenchField, type Spec, wishSpecs } from "@/app/t/[tenant]/policy/bench/fields";
import { methodKinds, orderStatuses } from "@/lib/modules/orders/schema";
import { lineNumbers, type TypedValues } from "./ask-typed";

type Props = Readonly<{ values: TypedValues; error?: BenchAnswer["error"] }>;

const kinds = methodKinds.map((value) => ({ value, label: value.replaceAll("_", " ") }));
const yesNo = [
  { value: "", label: "No" },
  { value: "on", label: "Yes" },
];
const statuses = orderStatuses.map((value) => ({ value, label: value }));

const order: readonly Spec[] = [
  { name: "currency", label: "Currency" },
  { name: "status", label: "Status of the order", options: statuses },
  { name: "placedAt", label: "Ordered at, in UTC" },
  { name: "deliveredAt", label: "Delivered at, in UTC", help: "Empty: not known." },
  { name: "shippingPaid", label: "Shipping paid" },
  { name: "paidBy", label: "Paid with", options: kinds },
  { name: "dispute", label: "Does the bank dispute the payment?", options: yesNo },
];
const customer: readonly Spec[] = [
  { name: "country", label: "Country", help: "Such as DE." },
  { name: "membership", label: "Membership" },
  { name: "orders", label: "Orders, this one included" },
  { name: "refunds", label: "Refunds in the last 90 days" },
];
const lineSpecs = (number: number): readonly Spec[] => [
  { name: `name.${number}`, label: "Name" },
  { name: `category.${number}`, label: "Category" },
  { name: `price.${number}`, label: "Price of a piece" },
  { name: `final.${number}`, label: "Final sale?", options: yesNo },
  { name: `bought.${number}`, label: "Pieces bought" },
  { name: `asked.${number}`, label: "Pieces asked about" },
];

/** An order that nobody placed, its customer, and what they ask for. */
export function TypedFields({
  versions,
  ...shown
}: Props & Readonly<{ versions: readonly Readonly<{ value: string; label: string }>[] }>) {
  return (
    <>
      <BenchField spec={{ name: "version", label: "Version", options: versions }} {...shown} />
      {lineNumbers.map((number) => (
        <Line key={number} number={number} {...shown} />
      ))}
      <Group title="The order" specs={order} {...shown} />
      <Group title="The customer" specs={customer} {...shown} />
      <Group title="The request" specs={wishSpecs(kinds)} {...shown} />
    </>
  );
}

// Most orders have one line: the others unfold.
function Line({ number, values, error }: Props & Readonly<{ number: number }>) {
  const specs = lineSpecs(number);
  const isUsed = specs.some(({ name }) => values[name]) || specs.some(({ name }) => error?.field === name);
  return (
    <details open={isUsed}>
      <summary className="cursor-pointer text-sm font-medium">Line {number}</summary>
      <div className="grid grid-cols-2 gap-3 pt-3">
        {specs.map((spec) => (
          <BenchField key={spec.name} spec={spec} values={values} error={error} />
        ))}
      </div>
    </details>
  );
}

const Group = ({
  title,
  specs,
  values,
  error,
}: Props & Readonly<{ title: string; specs: readonly Spec[] }>) => (
  <fieldset className="flex flex-col gap-4 border-line border-t pt-4">
    <legend className="sr-only">{title}</legend>
    {specs.map((spec) => (
      <BenchField key={spec.name} spec={spec} values={values} error={error} />
    ))}
  </fieldset>
);
