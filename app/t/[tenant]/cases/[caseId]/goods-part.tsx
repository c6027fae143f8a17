import { ActionForm } from "@/app/action-form";
import type { Desk } from "@/app/t/[tenant]/desk";
import { mayRecordGoods, mayWaiveGoods } from "@/lib/modules/decisions/policy";
import type { Decision } from "@/lib/modules/decisions/schema";
import { goodsBackAction, waiveGoodsAction } from "./goods-actions";

type Props = Readonly<{ desk: Desk; decision: Decision }>;

/** What a return waits for, and who may end the wait. */
export function GoodsPart({ desk: { actor, tenant }, decision }: Props) {
  const hidden = { decisionId: decision.id, version: String(decision.version) };
  const recording = mayRecordGoods(actor);
  return (
    <div className="flex w-full flex-col gap-3">
      <p>The goods have to come back before this is paid.</p>
      {recording.allowed ? (
        <ActionForm
          label="Goods of the return"
          action={goodsBackAction.bind(null, tenant.slug)}
          hidden={hidden}
          submitLabel="The goods are back"
          pendingLabel="Recording…"
          isWide={false}
        />
      ) : (
        <p className="text-xs text-ink-muted">{recording.reason}</p>
      )}
      {mayWaiveGoods(actor).allowed && (
        <ActionForm
          label="Pay without the goods"
          action={waiveGoodsAction.bind(null, tenant.slug)}
          hidden={hidden}
          variant="secondary"
          fields={[{ name: "note", label: "Why it is paid without the goods", autoComplete: "off" }]}
          submitLabel="Pay without the goods"
          pendingLabel="Recording…"
          isWide={false}
        />
      )}
    </div>
  );
}
