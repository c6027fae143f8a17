import { notFound } from "next/navigation";
import { z } from "zod";
import { findOwnFile } from "@/lib/modules/portal/queries";
import { fileResponse } from "@/lib/web/file-response";
import { requireCustomer } from "@/lib/web/portal-page";

type Context = Readonly<{ params: Promise<{ tenant: string; fileId: string }> }>;

/** A file that came with a message the customer sees. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { tenant, fileId } = await params;
  const customer = await requireCustomer(tenant);
  const file = z.uuid().safeParse(fileId).success ? await findOwnFile(customer, fileId) : undefined;
  return file ? fileResponse(request, file) : notFound();
}
