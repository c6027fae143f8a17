import type { Dictionary } from "@/lib/modules/portal/dictionary";
import type { FieldSpec } from "./portal-field";

/** Where a customer adds what shows what happened. What a file really is decides its content, not this list. */
export const fileField = ({ ask }: Dictionary): FieldSpec => ({
  name: "files",
  label: ask.files,
  help: ask.filesHelp,
  kind: "files",
  accept: "image/jpeg,image/png,image/webp,image/gif,image/heic,application/pdf,text/plain",
});
