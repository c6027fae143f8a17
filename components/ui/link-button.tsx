import Link from "next/link";
import type { ReactNode } from "react";
import { type ButtonSize, type ButtonVariant, buttonStyle } from "./button-style";

type LinkButtonProps = Readonly<{
  href: string;
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
  isWide?: boolean;
  children: ReactNode;
}>;

/** Leads somewhere, looks like a button. What acts is a Button. */
export function LinkButton({
  href,
  variant = "secondary",
  size = "md",
  icon,
  isWide = false,
  children,
}: LinkButtonProps) {
  return (
    <Link href={href} className={buttonStyle(variant, size, isWide)}>
      {icon}
      {children}
    </Link>
  );
}
