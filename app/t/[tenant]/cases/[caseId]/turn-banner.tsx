import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import type { EditLock } from "@/lib/modules/cases/live-schema";

/** Says that somebody else is deciding now, and takes their turn if one has to. */
export const TurnBanner = ({ lock, onTake }: Readonly<{ lock: EditLock | undefined; onTake: () => void }>) =>
  lock?.state === "theirs" && (
    <Banner
      tone="waiting"
      role="status"
      action={
        <Button size="sm" onClick={onTake}>
          Take over
        </Button>
      }
    >
      {lock.holderName} is deciding on this case now.
    </Banner>
  );
