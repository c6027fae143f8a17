set local lock_timeout = '5s';--> statement-breakpoint
set local statement_timeout = '60s';--> statement-breakpoint
CREATE TABLE "makegood"."crm_connections" (
	"tenant_id" uuid PRIMARY KEY NOT NULL,
	"url" text,
	"sealed_secret" text,
	"connected_by_id" uuid NOT NULL,
	"connected_by_name" text NOT NULL,
	"checked_at" timestamp with time zone DEFAULT now() NOT NULL,
	"failure" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "makegood"."crm_connections" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "makegood"."crm_connections" ADD CONSTRAINT "crm_connections_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "makegood"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "staff_of_tenant" ON "makegood"."crm_connections" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.staff_tenant_id())) WITH CHECK (tenant_id = (select private.staff_tenant_id()));--> statement-breakpoint
CREATE POLICY "worker_for_tenant" ON "makegood"."crm_connections" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (tenant_id = (select private.acting_tenant_id())) WITH CHECK (tenant_id = (select private.acting_tenant_id()));--> statement-breakpoint
CREATE POLICY "owner_maintains" ON "makegood"."crm_connections" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "only_fresh_admins_insert" ON "makegood"."crm_connections" AS RESTRICTIVE FOR INSERT TO "makegood_user" WITH CHECK ((select private.is_fresh_admin()));--> statement-breakpoint
CREATE POLICY "only_fresh_admins_update" ON "makegood"."crm_connections" AS RESTRICTIVE FOR UPDATE TO "makegood_user" USING (true) WITH CHECK ((select private.is_fresh_admin()));