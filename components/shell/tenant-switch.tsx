import { Check, ChevronsUpDown } from "lucide-react";
import Link from "next/link";
import { Logo } from "@/components/logo";
import { PopoverMenu } from "@/components/ui/popover-menu";

export type TenantChoice = Readonly<{ slug: string; name: string }>;

type Props = Readonly<{ current: TenantChoice; tenants: readonly TenantChoice[] }>;

const place = "flex h-12 items-center justify-center gap-2 rounded-md wide:justify-start wide:px-4";

/** Which tenant's desk this is, and the way to the reader's others. */
export function TenantSwitch({ current, tenants }: Props) {
  const name = (
    <span className="hidden min-w-0 flex-1 truncate text-left font-semibold wide:block">{current.name}</span>
  );
  if (tenants.length < 2) {
    return (
      <div className={place} title={current.name}>
        <Logo hasName={false} />
        {name}
        <span className="sr-only wide:hidden">{current.name}</span>
      </div>
    );
  }
  return (
    <PopoverMenu
      label={`${current.name}: change the workspace`}
      className={`${place} w-full transition-colors hover:bg-hover`}
      panelClassName="top-12 left-2 min-w-52 p-1"
      trigger={
        <>
          <Logo hasName={false} />
          {name}
          <span className="sr-only wide:hidden">{current.name}</span>
          <span className="sr-only">: change the workspace</span>
          <ChevronsUpDown aria-hidden="true" className="hidden size-3.5 text-ink-faint wide:block" />
        </>
      }
    >
      <ul>
        {tenants.map(({ slug, name }) => (
          <li key={slug}>
            <Link
              href={`/t/${slug}/inbox`}
              prefetch={false}
              aria-current={slug === current.slug ? "true" : undefined}
              className="flex h-row items-center justify-between gap-3 rounded-sm px-2.5 hover:bg-hover"
            >
              {name}
              {slug === current.slug && <Check aria-hidden="true" className="size-4 text-accent" />}
            </Link>
          </li>
        ))}
      </ul>
    </PopoverMenu>
  );
}
