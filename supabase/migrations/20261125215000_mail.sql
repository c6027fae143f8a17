set local lock_timeout = '5s';--> statement-breakpoint
set local statement_timeout = '60s';--> statement-breakpoint
CREATE TABLE "makegood"."incoming_mails" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"mail_id" text NOT NULL,
	"from_address" text NOT NULL,
	"subject" text NOT NULL,
	"outcome" text NOT NULL,
	"reason" text,
	"case_id" uuid,
	"message_id" uuid,
	"body" text NOT NULL,
	"html" text,
	"refused_files" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "incoming_mails_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);--> statement-breakpoint
ALTER TABLE "makegood"."incoming_mails" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "makegood"."mail_templates" (
	"tenant_id" uuid NOT NULL,
	"mail" text NOT NULL,
	"locale" text NOT NULL,
	"subject" text NOT NULL,
	"body" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_by_name" text NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "mail_templates_tenant_id_mail_locale_pk" PRIMARY KEY("tenant_id","mail","locale")
);--> statement-breakpoint
ALTER TABLE "makegood"."mail_templates" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "makegood"."tenants" ADD COLUMN "mail_address" text;--> statement-breakpoint
ALTER TABLE "makegood"."cases" ADD COLUMN "failed_replies" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "makegood"."incoming_mails" ADD CONSTRAINT "incoming_mails_tenant_id_case_id_cases_tenant_id_id_fk" FOREIGN KEY ("tenant_id","case_id") REFERENCES "makegood"."cases"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "makegood"."incoming_mails" ADD CONSTRAINT "incoming_mails_tenant_id_message_id_messages_tenant_id_id_fk" FOREIGN KEY ("tenant_id","message_id") REFERENCES "makegood"."messages"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "incoming_mails_once" ON "makegood"."incoming_mails" USING btree ("tenant_id","mail_id");--> statement-breakpoint
CREATE INDEX "incoming_mails_sender" ON "makegood"."incoming_mails" USING btree ("tenant_id","from_address","received_at");--> statement-breakpoint
CREATE INDEX "incoming_mails_case" ON "makegood"."incoming_mails" USING btree ("tenant_id","case_id");--> statement-breakpoint
CREATE INDEX "incoming_mails_message" ON "makegood"."incoming_mails" USING btree ("tenant_id","message_id");--> statement-breakpoint
CREATE INDEX "incoming_mails_newest" ON "makegood"."incoming_mails" USING btree ("tenant_id","received_at");--> statement-breakpoint
CREATE UNIQUE INDEX "tenants_mail_address" ON "makegood"."tenants" USING btree ("mail_address") WHERE mail_address is not null;--> statement-breakpoint
CREATE INDEX "cases_id" ON "makegood"."cases" USING btree ("id");--> statement-breakpoint
CREATE POLICY "staff_of_tenant" ON "makegood"."incoming_mails" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.staff_tenant_id())) WITH CHECK (tenant_id = (select private.staff_tenant_id()));--> statement-breakpoint
CREATE POLICY "worker_for_tenant" ON "makegood"."incoming_mails" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (tenant_id = (select private.acting_tenant_id())) WITH CHECK (tenant_id = (select private.acting_tenant_id()));--> statement-breakpoint
CREATE POLICY "owner_maintains" ON "makegood"."incoming_mails" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "staff_of_tenant" ON "makegood"."mail_templates" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.staff_tenant_id())) WITH CHECK (tenant_id = (select private.staff_tenant_id()));--> statement-breakpoint
CREATE POLICY "worker_for_tenant" ON "makegood"."mail_templates" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (tenant_id = (select private.acting_tenant_id())) WITH CHECK (tenant_id = (select private.acting_tenant_id()));--> statement-breakpoint
CREATE POLICY "owner_maintains" ON "makegood"."mail_templates" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);
