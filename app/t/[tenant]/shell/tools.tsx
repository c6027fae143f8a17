"use client";

import { CircleHelp, Search } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { Place } from "@/components/shell/places";
import { railEntry } from "@/components/shell/rail-entry";
import type { TenantChoice } from "@/components/shell/tenant-switch";
import type { ShortcutId } from "@/components/shortcuts/catalogue";
import { KeysHint } from "@/components/shortcuts/keys-hint";
import { useKeysOf } from "@/components/shortcuts/shortcuts-provider";
import { runShortcut, useShortcut } from "@/components/shortcuts/use-shortcut";
import { keepTyping } from "./typed-ahead";

// Fetched when it is first opened, so that it costs no page anything.
const Palette = dynamic(() => import("./palette").then((file) => file.Palette), { ssr: false });

type Props = Readonly<{
  tenant: TenantChoice;
  tenants: readonly TenantChoice[];
  places: readonly Place[];
}>;

/** The ways in: search and commands, and what the keyboard can do. */
export function Tools({ tenant, tenants, places }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const open = () => {
    keepTyping();
    setIsOpen(true);
  };
  useShortcut("palette", () => (isOpen ? setIsOpen(false) : open()));
  useShortcut("search", open);
  return (
    <>
      <Tool id="palette" label="Search" icon={<Search aria-hidden="true" className="size-4 shrink-0" />} />
      <Tool id="help" label="Keys" icon={<CircleHelp aria-hidden="true" className="size-4 shrink-0" />} />
      {isOpen && (
        <Palette tenant={tenant} tenants={tenants} places={places} onClose={() => setIsOpen(false)} />
      )}
    </>
  );
}

type ToolProps = Readonly<{ id: ShortcutId; label: string; icon: React.ReactNode }>;

function Tool({ id, label, icon }: ToolProps) {
  const keys = useKeysOf(id);
  return (
    <button
      type="button"
      title={keys ? `${label} (${keys})` : label}
      className={railEntry}
      onClick={() => runShortcut(id)}
    >
      {icon}
      <span className="truncate">{label}</span>
      {keys && (
        <span className="ml-auto hidden wide:block" aria-hidden="true">
          <KeysHint keys={keys} />
        </span>
      )}
    </button>
  );
}
