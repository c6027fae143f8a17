import type { ErrorCode } from "@/lib/platform/errors";
import type { LegState, RequestState, Step } from "./status";

/** Reasons in a customer's own words, and the codes that the desk knows them by. */
export const askReasons = [
  "damaged",
  "not_as_described",
  "not_received",
  "changed_mind",
  "ordered_by_mistake",
  "duplicate",
  "other",
] as const;
export type AskReason = (typeof askReasons)[number];

export const wishes = ["money_back", "answer"] as const;
export type Wish = (typeof wishes)[number];

type Said = Readonly<{ title: string; text: string }>;
type Sent = Readonly<{ amount: string; label: string; date: string; reference: string | null }>;
type OrderState = "pending" | "processed" | "delivered" | "cancelled";

/** Everything the portal says. A language that lacks a sentence does not compile. */
export type Dictionary = Readonly<{
  languageName: string;
  direction: "ltr" | "rtl";
  layout: Readonly<{
    skip: string;
    help: (shop: string) => string;
    switchTo: string;
    requests: string;
    account: string;
    signIn: string;
    signOut: string;
    guest: (order: string) => string;
    leave: string;
    poweredBy: string;
  }>;
  start: Readonly<{
    title: string;
    intro: string;
    guestTitle: string;
    guestText: string;
    orderNumber: string;
    orderNumberHelp: string;
    email: string;
    emailHelp: string;
    send: string;
    sending: string;
    sent: string;
    accountTitle: string;
    accountText: string;
    signIn: string;
    signUp: string;
    deleted: string;
  }>;
  open: Readonly<{
    title: string;
    text: string;
    button: string;
    opening: string;
    broken: Said;
    again: string;
  }>;
  requests: Readonly<{
    title: string;
    empty: string;
    ordersTitle: string;
    noOrders: Said;
    lookUp: string;
    number: (number: number) => string;
    opened: (date: string) => string;
    changed: (date: string) => string;
  }>;
  orderState: Readonly<Record<OrderState, string>>;
  order: Readonly<{ title: (number: string) => string; placed: (date: string) => string; ask: string }>;
  ask: Readonly<{
    title: string;
    linesLegend: string;
    linesHelp: string;
    reasonLegend: string;
    reasons: Readonly<Record<AskReason, string>>;
    wishLegend: string;
    wishes: Readonly<Record<Wish, string>>;
    message: string;
    messageHelp: string;
    files: string;
    filesHelp: string;
    send: string;
    sending: string;
    change: string;
    subject: (reason: string, order: string) => string;
    about: (reason: string, wish: string) => string;
    items: (names: string) => string;
  }>;
  request: Readonly<{
    back: string;
    about: (order: string) => string;
    statusTitle: string;
    states: Readonly<Record<RequestState, Said>>;
    steps: Readonly<Record<Step["step"], string>>;
    stepStates: Readonly<Record<Step["state"], string>>;
    legs: Readonly<Record<Exclude<LegState, "paid">, (sent: Sent) => string>>;
    paid: Readonly<Record<"refund" | "void" | "store_credit" | "manual", (sent: Sent) => string>>;
    somewhere: string;
    denialRules: string;
    denialChange: string;
    final: string;
    mergedInto: (number: number) => string;
    threadTitle: string;
    you: string;
    noMessages: string;
    file: (name: string, size: string) => string;
    replyTitle: string;
    replyLabel: string;
    reply: string;
    replying: string;
    replied: string;
    replyClosed: string;
    appealTitle: string;
    appealText: string;
    appealLabel: string;
    appeal: string;
    appealing: string;
    cancelTitle: string;
    cancelText: string;
    cancelTooLate: string;
    cancel: string;
    canceling: string;
    canceled: string;
  }>;
  account: Readonly<{
    title: string;
    signedInAs: (email: string) => string;
    dataTitle: string;
    dataText: string;
    dataRead: string;
    dataDownload: string;
    deleteTitle: string;
    deleteText: string;
    deletePhrase: string;
    deleteLabel: (phrase: string) => string;
    deleteButton: string;
    deleting: string;
    guestText: string;
    proof: string;
    prove: string;
  }>;
  data: Readonly<{
    title: string;
    text: (date: string) => string;
    you: string;
    name: string;
    email: string;
    city: string;
    country: string;
    methods: string;
    orders: string;
    requests: string;
    decided: string;
    refunds: string;
    files: string;
    none: string;
    decisionStates: Readonly<Record<"approved" | "denied" | "appealed" | "revoked" | "proposed", string>>;
  }>;
  errors: Readonly<Record<ErrorCode, string>> &
    Readonly<{
      fields: Readonly<Record<FieldError, string>>;
      wait: (seconds: number) => string;
      tooLate: string;
      closed: string;
      owed: string;
      summary: string;
      lost: string;
      notFound: Said;
    }>;
}>;

export const fieldErrors = [
  "orderNumber",
  "email",
  "reason",
  "wish",
  "message",
  "files",
  "fileType",
  "fileSize",
  "confirm",
  "orderId",
  "lines",
] as const;
export type FieldError = (typeof fieldErrors)[number];
