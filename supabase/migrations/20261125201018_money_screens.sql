set local lock_timeout = '5s';--> statement-breakpoint
set local statement_timeout = '60s';--> statement-breakpoint
CREATE TABLE "makegood"."incidents" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"cause" text NOT NULL,
	"owner_id" uuid,
	"note" text DEFAULT '' NOT NULL,
	"opened_at" timestamp with time zone DEFAULT now() NOT NULL,
	"cleared_at" timestamp with time zone,
	CONSTRAINT "incidents_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "makegood"."incidents" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "makegood"."refund_mismatches" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"charge_id" uuid NOT NULL,
	"refund_id" uuid,
	"provider_refund_id" text,
	"attempt_id" uuid,
	"currency" text NOT NULL,
	"ours_minor" bigint,
	"theirs_minor" bigint,
	"ours_state" text,
	"theirs_state" text,
	"found_at" timestamp with time zone DEFAULT now() NOT NULL,
	"resolved_at" timestamp with time zone,
	"resolved_by_id" uuid,
	CONSTRAINT "refund_mismatches_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "makegood"."refund_mismatches" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "makegood"."reconciliations" (
	"tenant_id" uuid PRIMARY KEY NOT NULL,
	"requested_at" timestamp with time zone,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"compared" integer DEFAULT 0 NOT NULL,
	"is_partial" boolean DEFAULT false NOT NULL,
	"error" text
);
--> statement-breakpoint
ALTER TABLE "makegood"."reconciliations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "makegood"."refund_mismatches" ADD CONSTRAINT "refund_mismatches_charge_fk" FOREIGN KEY ("tenant_id","charge_id") REFERENCES "makegood"."charges"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "incidents_open" ON "makegood"."incidents" USING btree ("tenant_id","cause") WHERE cleared_at is null;--> statement-breakpoint
CREATE INDEX "refund_mismatches_open" ON "makegood"."refund_mismatches" USING btree ("tenant_id","found_at") WHERE resolved_at is null;--> statement-breakpoint
CREATE INDEX "refund_mismatches_charge" ON "makegood"."refund_mismatches" USING btree ("tenant_id","charge_id");--> statement-breakpoint
CREATE INDEX "audit_log_actor" ON "makegood"."audit_log" USING btree ("tenant_id","actor_id","created_at","id");--> statement-breakpoint
CREATE INDEX "audit_log_case" ON "makegood"."audit_log" USING btree ("tenant_id",(detail ->> 'caseId'),"created_at","id");--> statement-breakpoint
CREATE INDEX "cases_opened" ON "makegood"."cases" USING btree ("tenant_id","created_at");--> statement-breakpoint
CREATE INDEX "decisions_decided" ON "makegood"."decisions" USING btree ("tenant_id","decided_at") WHERE decided_at is not null;--> statement-breakpoint
CREATE INDEX "charges_overdrawn" ON "makegood"."charges" USING btree ("tenant_id") WHERE state = 'captured' and reserved_minor + external_refunded_minor + disputed_minor > captured_minor;--> statement-breakpoint
CREATE INDEX "charges_external" ON "makegood"."charges" USING btree ("tenant_id","id") WHERE external_refunded_minor > 0;--> statement-breakpoint
CREATE INDEX "inbox_stuck" ON "makegood"."inbox" USING btree ("tenant_id") WHERE outcome in ('parked', 'held');--> statement-breakpoint
CREATE INDEX "refunds_stuck" ON "makegood"."refunds" USING btree ("tenant_id","id") WHERE state in ('failed', 'failed_late', 'unknown', 'requires_action');--> statement-breakpoint
CREATE INDEX "refunds_settled" ON "makegood"."refunds" USING btree ("tenant_id","settled_at") WHERE state = 'succeeded';--> statement-breakpoint
CREATE POLICY "staff_of_tenant" ON "makegood"."incidents" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.staff_tenant_id())) WITH CHECK (tenant_id = (select private.staff_tenant_id()));--> statement-breakpoint
CREATE POLICY "worker_of_all_tenants" ON "makegood"."incidents" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "owner_maintains" ON "makegood"."incidents" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "staff_of_tenant" ON "makegood"."refund_mismatches" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.staff_tenant_id())) WITH CHECK (tenant_id = (select private.staff_tenant_id()));--> statement-breakpoint
CREATE POLICY "worker_for_tenant" ON "makegood"."refund_mismatches" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (tenant_id = (select private.acting_tenant_id())) WITH CHECK (tenant_id = (select private.acting_tenant_id()));--> statement-breakpoint
CREATE POLICY "owner_maintains" ON "makegood"."refund_mismatches" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "staff_of_tenant" ON "makegood"."reconciliations" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.staff_tenant_id())) WITH CHECK (tenant_id = (select private.staff_tenant_id()));--> statement-breakpoint
CREATE POLICY "worker_of_all_tenants" ON "makegood"."reconciliations" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "owner_maintains" ON "makegood"."reconciliations" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);