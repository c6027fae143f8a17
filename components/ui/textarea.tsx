import type { ComponentProps } from "react";
import { controlStyle } from "./control-style";

type TextareaProps = Readonly<Omit<ComponentProps<"textarea">, "className" | "style">>;

export function Textarea({ rows = 4, ...props }: TextareaProps) {
  return <textarea {...props} rows={rows} className={`${controlStyle} min-h-20 resize-y py-2`} />;
}
