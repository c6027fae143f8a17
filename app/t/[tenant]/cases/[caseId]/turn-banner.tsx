import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import type { EditLock } from "@/lib/modules/cases/live-schema";

type Props = Readonly<{ lock: EditLock | undefined; onTake: () => void }>;

/** Says that the decision is made elsewhere now, and takes their turn if one has to. */
export const TurnBanner = ({ lock, onTake }: Props) => {
  const holder = holderOf(lock);
  return (
    holder && (
      <Banner
        tone="waiting"
        role="status"
        action={
          <Button size="sm" onClick={onTake}>
            Take over
          </Button>
        }
      >
        {holder} deciding on this case now.
      </Banner>
    )
  );
};

/** Who has the turn and has to be waited for. @returns the beginning of a sentence; undefined for nobody */
export function holderOf(lock: EditLock | undefined): string | undefined {
  if (lock?.state === "elsewhere") return "In another tab you are";
  return lock?.state === "theirs" ? `${lock.holderName} is` : undefined;
}
