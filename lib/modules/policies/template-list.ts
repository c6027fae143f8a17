import type { PolicyDocument } from "./schema";
import { basicPolicy } from "./stand-in";

export const findTemplate = (id: string): Readonly<{ document: PolicyDocument }> | undefined =>
  id === "basic" ? basicPolicy : undefined;
