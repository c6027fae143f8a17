import type { PolicyDocument } from "./schema";
import { starter } from "./templates/basic";
import { euFourteenDays, withFloor } from "./templates/eu-fourteen-days";
import { retail } from "./templates/retail";
import { windowAndMembership } from "./templates/window-and-membership";

/** What a tenant can begin with, by the name that a form sends. */
export const templates = {
  basic: { title: "From scratch", document: starter },
  retail: { title: "Retail: cancel pending, return delivered", document: retail },
  "window-and-membership": { title: "Return windows and membership", document: windowAndMembership },
  "window-and-membership-eu": {
    title: "Return windows, with 14 days of EU law as the floor",
    document: withFloor(windowAndMembership, euFourteenDays),
  },
} as const satisfies Record<string, Readonly<{ title: string; document: PolicyDocument }>>;

export const findTemplate = (
  id: string,
): Readonly<{ title: string; document: PolicyDocument }> | undefined =>
  Object.hasOwn(templates, id) ? templates[id as keyof typeof templates] : undefined;
