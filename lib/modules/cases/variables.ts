/** What a macro or a reply may say in double braces: {{customer.name}}. Each with what stands there in words. */
export const variables = {
  "customer.name": "the customer's name",
  "customer.first_name": "the customer's first name",
  "case.number": "the number of this case",
  "order.number": "the number of the order",
  "refund.amount": "the amount that was decided",
  "agent.name": "your name",
  "shop.name": "the shop's name",
} as const;
type VariableName = keyof typeof variables;
export const variableNames = Object.keys(variables) as VariableName[];

/** What each variable says in one case; empty where the case has no such thing. */
export type VariableValues = Readonly<Record<VariableName, string>>;

type Missing = Readonly<{ name: string; isKnown: boolean }>;
type Filled = Readonly<{ text: string; missing: readonly Missing[] }>;

const braces = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** Writes values for variables. What has none stays as it is, and is listed once. */
export function fillVariables(text: string, values: VariableValues): Filled {
  const missing = new Map<string, Missing>();
  const filled = text.replace(braces, (whole, name: string) => {
    const isKnown = Object.hasOwn(variables, name);
    const value = isKnown ? values[name as VariableName] : "";
    if (value !== "") return value;
    missing.set(name, { name, isKnown });
    return whole;
  });
  return { text: filled, missing: [...missing.values()] };
}

/** Why a text cannot be sent as it is, and how to mend it; undefined when nothing is missing. */
export function missingWords(missing: readonly Missing[]): string | undefined {
  if (missing.length === 0) return undefined;
  const sentences = missing.map(({ name, isKnown }) =>
    isKnown ? `{{${name}}} is empty: this case has nothing to put there.` : `{{${name}}} is not a variable.`,
  );
  return `${sentences.join(" ")} Write it out or take it away.`;
}

/** The variables a text uses that do not exist: a macro with one could never be sent. */
export const unknownVariables = (text: string): string[] => [
  ...new Set(
    [...text.matchAll(braces)].map(([, name = ""]) => name).filter((name) => !Object.hasOwn(variables, name)),
  ),
];

/** Values as they look in a preview of a macro, where no case is at hand. */
export const exampleValues: VariableValues = {
  "customer.name": "Mei Kovacs",
  "customer.first_name": "Mei",
  "case.number": "#1042",
  "order.number": "#W6390527",
  "refund.amount": "$42.10",
  "agent.name": "Ana Ruiz",
  "shop.name": "Tau Retail",
};
