import { collectOwnData } from "@/lib/modules/portal/own-data";
import { requireCustomer, requirePortal } from "@/lib/web/portal-page";

type Context = Readonly<{ params: Promise<{ tenant: string }> }>;

/** The customer's data as a file that other programs read. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { tenant } = await params;
  const { portal } = await requirePortal(tenant);
  const data = await collectOwnData(await requireCustomer(tenant));
  return new Response(JSON.stringify({ shop: portal.name, ...data }, null, 2), {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": `attachment; filename="my-data-${portal.slug}.json"`,
      "cache-control": "private, no-store",
    },
  });
}
