import { newId } from "@/lib/platform/ids";

type DemoMacro = Readonly<{
  name: string;
  body: string;
  addsLabels?: readonly string[];
  setsConversation?: "resolved";
  assignsToMe?: boolean;
}>;

const english: readonly DemoMacro[] = [
  {
    name: "Ask for a photo",
    body: "Hello {{customer.first_name}},\n\nI am sorry that something is wrong with {{order.number}}. Could you answer this mail with a photo of it? Then we can decide at once.\n\n{{agent.name}}, {{shop.name}}",
    addsLabels: ["waiting for photo"],
    assignsToMe: true,
  },
  {
    name: "Refund is on its way",
    body: "Hello {{customer.first_name}},\n\nwe refund {{refund.amount}} for {{order.number}}. Banks usually take 5 to 10 business days to show it.\n\n{{agent.name}}, {{shop.name}}",
    setsConversation: "resolved",
  },
  {
    name: "We are looking into it",
    body: "Hello {{customer.first_name}},\n\nthank you for writing. We are looking into {{case.number}} and answer within a working day.\n\n{{agent.name}}, {{shop.name}}",
  },
];

const german: readonly DemoMacro[] = [
  {
    name: "Um ein Foto bitten",
    body: "Hallo {{customer.first_name}},\n\nes tut mir leid, dass mit {{order.number}} etwas nicht stimmt. Antworten Sie bitte mit einem Foto auf diese Mail, dann können wir gleich entscheiden.\n\n{{agent.name}}, {{shop.name}}",
    addsLabels: ["waiting for photo"],
    assignsToMe: true,
  },
  {
    name: "Erstattung ist unterwegs",
    body: "Hallo {{customer.first_name}},\n\nwir erstatten {{refund.amount}} für {{order.number}}. Banken brauchen meist 5 bis 10 Werktage, bis sie es zeigen.\n\n{{agent.name}}, {{shop.name}}",
    setsConversation: "resolved",
  },
];

/** The macros a shop begins with, in its own language. */
export const buildMacros = (tenantId: string, locale: string) =>
  (locale.startsWith("de") ? german : english).map((macro) => ({
    id: newId(),
    tenant_id: tenantId,
    name: macro.name,
    body: macro.body,
    adds_labels: [...(macro.addsLabels ?? [])],
    sets_conversation: macro.setsConversation ?? null,
    assigns_to_me: macro.assignsToMe ?? false,
  }));
