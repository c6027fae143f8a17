set local lock_timeout = '5s';--> statement-breakpoint
set local statement_timeout = '60s';--> statement-breakpoint
CREATE TABLE "makegood"."case_search" (
	"tenant_id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"document" "tsvector" NOT NULL,
	"names" text NOT NULL,
	CONSTRAINT "case_search_tenant_id_case_id_pk" PRIMARY KEY("tenant_id","case_id")
);
--> statement-breakpoint
ALTER TABLE "makegood"."case_search" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "makegood"."undoable_changes" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"entries" jsonb NOT NULL,
	"undone_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "undoable_changes_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "makegood"."undoable_changes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP INDEX "makegood"."cases_assignee";--> statement-breakpoint
DROP INDEX "makegood"."cases_awaiting";--> statement-breakpoint
DROP INDEX "makegood"."cases_sla";--> statement-breakpoint
DROP INDEX "makegood"."cases_snoozed";--> statement-breakpoint
DROP INDEX "makegood"."cases_attention";--> statement-breakpoint
ALTER TABLE "makegood"."case_search" ADD CONSTRAINT "case_search_tenant_id_case_id_cases_tenant_id_id_fk" FOREIGN KEY ("tenant_id","case_id") REFERENCES "makegood"."cases"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "undoable_changes_created" ON "makegood"."undoable_changes" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "cases_active" ON "makegood"."cases" USING btree ("tenant_id","last_message_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE conversation in ('open', 'waiting_customer');--> statement-breakpoint
CREATE INDEX "cases_undecided" ON "makegood"."cases" USING btree ("tenant_id","last_message_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE conversation = 'open' and decision in ('none', 'returned', 'appealed');--> statement-breakpoint
CREATE INDEX "cases_wake" ON "makegood"."cases" USING btree ("snoozed_until") WHERE conversation = 'snoozed';--> statement-breakpoint
CREATE INDEX "cases_resolved" ON "makegood"."cases" USING btree ("resolved_at") WHERE conversation = 'resolved';--> statement-breakpoint
CREATE INDEX "cases_assignee" ON "makegood"."cases" USING btree ("tenant_id","assignee_id","last_message_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE conversation in ('open', 'waiting_customer');--> statement-breakpoint
CREATE INDEX "cases_awaiting" ON "makegood"."cases" USING btree ("tenant_id","last_message_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE decision = 'awaiting_approval';--> statement-breakpoint
CREATE INDEX "cases_sla" ON "makegood"."cases" USING btree ("tenant_id",least(first_reply_due_at, next_reply_due_at, refund_due_at),"id") WHERE conversation in ('open', 'waiting_customer');--> statement-breakpoint
CREATE INDEX "cases_snoozed" ON "makegood"."cases" USING btree ("tenant_id","snoozed_until","id") WHERE conversation = 'snoozed';--> statement-breakpoint
CREATE INDEX "cases_attention" ON "makegood"."cases" USING btree ("tenant_id","last_message_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE needs_attention > 0 or refund = 'unknown';--> statement-breakpoint
CREATE POLICY "staff_of_tenant" ON "makegood"."case_search" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.staff_tenant_id())) WITH CHECK (tenant_id = (select private.staff_tenant_id()));--> statement-breakpoint
CREATE POLICY "worker_for_tenant" ON "makegood"."case_search" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (tenant_id = (select private.acting_tenant_id())) WITH CHECK (tenant_id = (select private.acting_tenant_id()));--> statement-breakpoint
CREATE POLICY "owner_maintains" ON "makegood"."case_search" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "staff_of_tenant" ON "makegood"."undoable_changes" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.staff_tenant_id())) WITH CHECK (tenant_id = (select private.staff_tenant_id()));--> statement-breakpoint
CREATE POLICY "worker_for_tenant" ON "makegood"."undoable_changes" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (tenant_id = (select private.acting_tenant_id())) WITH CHECK (tenant_id = (select private.acting_tenant_id()));--> statement-breakpoint
CREATE POLICY "owner_maintains" ON "makegood"."undoable_changes" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);