import type { ComponentProps } from "react";
import { controlStyle } from "./control-style";

type InputProps = Readonly<Omit<ComponentProps<"input">, "className" | "style">>;

export function Input(props: InputProps) {
  return <input {...props} className={`${controlStyle} h-9 pointer-coarse:h-11`} />;
}
