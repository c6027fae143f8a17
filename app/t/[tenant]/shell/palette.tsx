"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { Command } from "cmdk";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import type { Place } from "@/components/shell/places";
import type { TenantChoice } from "@/components/shell/tenant-switch";
import { shortcutIds } from "@/components/shortcuts/catalogue";
import { useFoundCases } from "./found-cases";
import { ActsGroup, CasesGroup, isAct, MoreGroup, PlacesGroup } from "./palette-groups";
import { takeTyped } from "./typed-ahead";

type Props = Readonly<{
  tenant: TenantChoice;
  tenants: readonly TenantChoice[];
  places: readonly Place[];
  onClose: () => void;
}>;

/** Everything the desk can do now, by its words, each with the keys that do it faster. */
export function Palette({ tenant, tenants, places, onClose }: Props) {
  const router = useRouter();
  const [text, setText] = useState("");
  const found = useFoundCases(tenant.slug, text);
  const [chosen, setChosen] = useState("");
  // Cases arrive after the words: the best of them is what Enter opens.
  useEffect(() => {
    if (found.cases[0]) setChosen(found.cases[0].id);
  }, [found.cases]);
  const [acts] = useState(() => shortcutIds.filter(isAct));
  const base = `/t/${tenant.slug}`;

  function finish(act: () => void) {
    onClose();
    // After the palette has given the focus back, so that what the act focuses keeps it.
    setTimeout(act);
  }
  const go = (href: string) => finish(() => router.push(href));

  return (
    <Base.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-30 bg-scrim" />
        <Base.Popup
          aria-label="Search and commands"
          className="fixed inset-x-3 top-3 z-30 mx-auto max-w-prose rounded-md border border-line bg-surface text-sm text-ink shadow-overlay md:top-24"
        >
          <Command label="Search and commands" loop value={chosen} onValueChange={setChosen}>
            <Command.Input
              value={text}
              onValueChange={setText}
              onFocus={() => setText((before) => before + takeTyped())}
              placeholder="A case’s number, a customer, or what you want to do"
              className="h-12 w-full border-b border-line bg-transparent px-4 text-base"
            />
            <Command.List className="max-h-96 overflow-y-auto p-1.5">
              <Command.Empty className="p-3 text-ink-muted">
                {found.isLoading ? "Searching…" : "Nothing here has these words."}
              </Command.Empty>
              <CasesGroup cases={found.cases} onChoose={(id) => go(`${base}/cases/${id}`)} />
              <ActsGroup acts={acts} finish={finish} />
              <PlacesGroup places={places} base={base} go={go} />
              <MoreGroup
                others={tenants.filter(({ slug }) => slug !== tenant.slug)}
                go={go}
                finish={finish}
              />
            </Command.List>
          </Command>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
