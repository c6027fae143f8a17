import { coreDocument } from "@/lib/modules/policies/core";
import type { PolicyVersion } from "@/lib/modules/policies/schema";

/** What bounds a tenant that has published no policy of its own: only what holds for every shop. */
export const basicPolicy: PolicyVersion = {
  id: null,
  number: 0,
  title: "Basic rules",
  document: coreDocument,
};
