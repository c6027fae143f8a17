import Link from "next/link";
import type { ReactNode } from "react";
import { type ButtonSize, type ButtonVariant, buttonStyle } from "./button-style";

type LinkButtonProps = Readonly<{
  href: string;
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
  isWide?: boolean;
  /** What it says of its keys. */
  hint?: Readonly<{ title: string; "aria-keyshortcuts"?: string }>;
  children: ReactNode;
}>;

/** Leads somewhere, looks like a button. What acts is a Button. */
export function LinkButton({
  href,
  variant = "secondary",
  size = "md",
  icon,
  isWide = false,
  hint,
  children,
}: LinkButtonProps) {
  return (
    <Link {...hint} href={href} className={buttonStyle(variant, size, isWide)}>
      {icon}
      {children}
    </Link>
  );
}
