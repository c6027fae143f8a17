import Link from "next/link";
import type { ReactNode } from "react";
import { Avatar } from "@/components/ui/avatar";
import { PopoverMenu } from "@/components/ui/popover-menu";
import type { Role } from "@/lib/platform/actor";
import { railEntry } from "./rail-entry";

type Props = Readonly<{
  name: string;
  role: Role;
  /** In a menu behind the name, or spread out. */
  isMenu?: boolean;
  children: ReactNode;
}>;

/** Who is signed in, and what is theirs to choose. */
export function Me({ name, role, isMenu = false, children }: Props) {
  const links = (
    <ul className="flex flex-wrap gap-x-4 gap-y-2">
      {[
        ["/account", "Your account"],
        ["/account/keyboard", "Keyboard"],
        ["/api-reference", "API reference"],
      ].map(([href = "", label]) => (
        <li key={href}>
          <Link className="link pointer-coarse:py-2" href={href} prefetch={false}>
            {label}
          </Link>
        </li>
      ))}
    </ul>
  );
  const who = (
    <>
      <span className="block truncate font-medium">{name}</span>
      <span className="block text-xs text-ink-muted capitalize">{role}</span>
    </>
  );
  if (!isMenu) {
    return (
      <div className="flex flex-col gap-3 border-t border-line pt-3">
        <p className="leading-tight">{who}</p>
        {links}
        <div className="flex flex-wrap items-center gap-3">{children}</div>
      </div>
    );
  }
  return (
    <PopoverMenu
      label={`${name}, ${role}: your account, looks, sign out`}
      className={`${railEntry} w-full`}
      panelClassName="bottom-2 left-rail-narrow w-64 flex-col gap-3 p-3 open:flex wide:bottom-14 wide:left-2"
      trigger={
        <>
          <Avatar name={name} />
          <span className="hidden min-w-0 flex-1 text-left leading-tight wide:block">{who}</span>
          <span className="sr-only wide:hidden">
            {name}, {role}
          </span>
          <span className="sr-only">: your account, looks, sign out</span>
        </>
      }
    >
      <p className="leading-tight">{who}</p>
      {links}
      <div className="flex flex-wrap items-center gap-3">{children}</div>
    </PopoverMenu>
  );
}
