import {
  ChartColumn,
  Ellipsis,
  FileSearch,
  Inbox,
  KeyRound,
  type LucideIcon,
  PackageSearch,
  PlugZap,
  ReceiptText,
  ScrollText,
  Settings,
  Stamp,
  TriangleAlert,
  Users,
} from "lucide-react";
import type { ReactNode } from "react";
import { PopoverMenu } from "@/components/ui/popover-menu";
import { NavLink } from "./nav-link";
import { type Place, type PlaceId, placesFor } from "./places";
import { railEntry } from "./rail-entry";

const icons: Readonly<Record<PlaceId, LucideIcon>> = {
  inbox: Inbox,
  approvals: Stamp,
  attention: TriangleAlert,
  refunds: ReceiptText,
  orders: PackageSearch,
  policy: ScrollText,
  reports: ChartColumn,
  audit: FileSearch,
  members: Users,
  "api-keys": KeyRound,
  setup: PlugZap,
  settings: Settings,
};

type Props = Readonly<{
  base: string;
  isAdmin: boolean;
  counts: Partial<Record<PlaceId, ReactNode>>;
  /** What a phone has under More beside the places: account, theme, sign out. */
  more: ReactNode;
}>;

/** The places of the desk: all of them on the left, the daily ones at the bottom of a phone. */
export function Rail({ base, isAdmin, counts, more }: Props) {
  const places = placesFor(isAdmin);
  const rest = places.filter(({ isOnPhone }) => !isOnPhone);
  const entry = (place: Place) => <Entry key={place.id} place={place} base={base} count={counts[place.id]} />;
  return (
    <nav aria-label="Desk" className="grid grid-cols-5 gap-1 p-1.5 md:flex md:flex-col wide:px-2">
      {places.filter(({ isOnPhone }) => isOnPhone).map(entry)}
      <div className="hidden flex-col gap-1 border-t border-line pt-1 md:flex">{rest.map(entry)}</div>
      <div className="contents md:hidden">
        <PopoverMenu
          label="More"
          className={railEntry}
          panelClassName="inset-x-2 bottom-16 flex-col gap-3 p-3 open:flex"
          trigger={
            <>
              <Ellipsis aria-hidden="true" className="size-4 shrink-0" />
              More
            </>
          }
        >
          <div className="grid grid-cols-3 gap-1">{rest.map(entry)}</div>
          {more}
        </PopoverMenu>
      </div>
    </nav>
  );
}

function Entry({ place, base, count }: Readonly<{ place: Place; base: string; count: ReactNode }>) {
  const { id, label, path, alsoAt } = place;
  const Icon = icons[id];
  return (
    <NavLink
      href={base + path}
      alsoAt={alsoAt && base + alsoAt}
      label={label}
      icon={<Icon aria-hidden="true" className="size-4 shrink-0" />}
      count={count}
    />
  );
}
