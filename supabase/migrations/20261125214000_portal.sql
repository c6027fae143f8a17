set local lock_timeout = '5s';--> statement-breakpoint
set local statement_timeout = '60s';--> statement-breakpoint
CREATE TABLE "makegood"."guest_links" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "guest_links_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "makegood"."guest_links" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "makegood"."customers" ADD COLUMN "user_id" uuid;--> statement-breakpoint
ALTER TABLE "makegood"."guest_links" ADD CONSTRAINT "guest_links_owner" FOREIGN KEY ("tenant_id","customer_id") REFERENCES "makegood"."customers"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "makegood"."guest_links" ADD CONSTRAINT "guest_links_tenant_id_order_id_orders_tenant_id_id_fk" FOREIGN KEY ("tenant_id","order_id") REFERENCES "makegood"."orders"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "guest_links_customer" ON "makegood"."guest_links" USING btree ("tenant_id","customer_id");--> statement-breakpoint
CREATE INDEX "guest_links_order" ON "makegood"."guest_links" USING btree ("tenant_id","order_id");--> statement-breakpoint
CREATE INDEX "customers_address" ON "makegood"."customers" USING btree ("tenant_id",lower(email));--> statement-breakpoint
CREATE INDEX "customers_user" ON "makegood"."customers" USING btree ("user_id") WHERE user_id is not null;--> statement-breakpoint
CREATE POLICY "product_for_tenant" ON "makegood"."guest_links" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.acting_tenant_id())) WITH CHECK (tenant_id = (select private.acting_tenant_id()));--> statement-breakpoint
CREATE POLICY "owner_maintains" ON "makegood"."guest_links" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);