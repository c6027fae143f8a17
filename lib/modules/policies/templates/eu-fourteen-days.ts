import { type Clause, type Floor, type PolicyDocument, waivableKinds } from "@/lib/modules/policies/schema";

/**
 * The right of withdrawal of consumers in the European Union, as far as a refund desk needs it: Directive 2011/83/EU,
 * articles 9, 13 and 16. A template to edit, not legal advice.
 */
export const euFourteenDays: Readonly<{ clause: Clause; floor: Floor }> = {
  clause: {
    id: "eu-withdrawal",
    title: "Right of withdrawal",
    text: "Consumers in the European Union may withdraw within 14 days of receiving the goods, without a reason and without a fee. Goods that are sealed for hygiene, made to order or perishable are excepted.",
  },
  floor: {
    id: "eu-withdrawal",
    clauseId: "eu-withdrawal",
    countries: [
      ...["AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"],
      ...["IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"],
    ],
    days: 14,
    from: "delivered",
    excludedCategories: ["perishable", "custom", "sealed_hygiene"],
    waives: [...waivableKinds],
  },
};

/** A document that the law stands above: what the floor grants, no rule of the shop refuses or cuts. */
export const withFloor = (
  document: PolicyDocument,
  { clause, floor }: typeof euFourteenDays,
): PolicyDocument => ({
  ...document,
  clauses: [...document.clauses.filter(({ id }) => id !== clause.id), clause],
  floors: [...document.floors.filter(({ id }) => id !== floor.id), floor],
});
