import type { ReasonCode } from "@/lib/modules/policies/terms";

/** What a customer writes and what the desk makes of it. `{item}`, `{order}`, `{name}` and `{amount}` are filled in. */
export type Story = Readonly<{
  reason: ReasonCode;
  subject: string;
  body: string;
  /** Of whoever decides, for colleagues. */
  rationale: string;
  paid: string;
  denied: string;
}>;

const english: readonly Story[] = [
  {
    reason: "damaged",
    subject: "{item} arrived damaged",
    body: "Hi,\n\nthe {item} from my order {order} came with a crack right across it. The box looked fine. Can I have my money back?\n\n{name}",
    rationale: "The photo shows the crack. The parcel was intact, so it left the warehouse like that.",
    paid: "Hello {name},\n\nI am sorry about the {item}. We are sending {amount} back to you; keep the item or recycle it.",
    denied: "Hello {name},\n\nI am sorry, we cannot refund the {item} from order {order}.",
  },
  {
    reason: "changed_mind",
    subject: "Returning the {item}",
    body: "Hello, I ordered the {item} ({order}) and it is not what I need after all. It is still in its box. How do I get a refund?\n\nThanks, {name}",
    rationale: "Unused and within the window.",
    paid: "Hello {name},\n\nthe {item} is back with us and {amount} is on its way to you.",
    denied: "Hello {name},\n\nI am sorry, we cannot take the {item} from order {order} back.",
  },
  {
    reason: "not_as_described",
    subject: "{item} is not what the page said",
    body: "The {item} in {order} is a different model than the one on your page. I would like to give it back.\n\nRegards\n{name}",
    rationale: "The picture on the page was of last year's model. Told the catalogue team.",
    paid: "Hello {name},\n\nyou are right, the page showed another model. {amount} goes back to you.",
    denied: "Hello {name},\n\nI am sorry, we cannot refund the {item} from order {order}.",
  },
  {
    reason: "ordered_by_mistake",
    subject: "Ordered the {item} by mistake",
    body: "My son ordered the {item} with my account, order {order}. Unopened. Please refund it.\n\n{name}",
    rationale: "Unopened, tracking says it is on its way back.",
    paid: "Hello {name},\n\nno problem. {amount} goes back to you today.",
    denied: "Hello {name},\n\nI am sorry, we cannot take the {item} from order {order} back.",
  },
];

const german: readonly Story[] = [
  {
    reason: "damaged",
    subject: "{item} kam beschädigt an",
    body: "Guten Tag,\n\n{item} aus der Bestellung {order} ist gesprungen. Der Karton war heil. Bekomme ich mein Geld zurück?\n\n{name}",
    rationale: "Das Foto zeigt den Sprung. Das Paket war heil, der Schaden ist also von uns.",
    paid: "Guten Tag {name},\n\ndas tut uns leid. Wir zahlen Ihnen {amount} zurück.",
    denied: "Guten Tag {name},\n\nleider können wir {item} aus der Bestellung {order} nicht erstatten.",
  },
  {
    reason: "changed_mind",
    subject: "Rückgabe: {item}",
    body: "Hallo, {item} ({order}) passt doch nicht zu uns. Unbenutzt und im Karton. Wie bekomme ich das Geld zurück?\n\n{name}",
    rationale: "Unbenutzt und in der Frist.",
    paid: "Guten Tag {name},\n\ndie Ware ist da, {amount} sind unterwegs zu Ihnen.",
    denied:
      "Guten Tag {name},\n\nleider können wir {item} aus der Bestellung {order} nicht mehr zurücknehmen.",
  },
];

export const storiesIn = (locale: string): readonly Story[] => (locale.startsWith("de") ? german : english);

/** Puts `values` where `text` names them. */
export const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
