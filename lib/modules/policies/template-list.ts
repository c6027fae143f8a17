import type { PolicyDocument } from "./schema";
import { basicPolicy } from "./templates/basic";

// What a tenant can begin with, by the name that a form sends.
const templates: ReadonlyMap<string, Readonly<{ title: string; document: PolicyDocument }>> = new Map([
  ["basic", basicPolicy],
]);

export const findTemplate = (id: string): Readonly<{ title: string; document: PolicyDocument }> | undefined =>
  templates.get(id);
