set local lock_timeout = '5s';--> statement-breakpoint
set local statement_timeout = '60s';--> statement-breakpoint
CREATE TABLE "makegood"."attachment_contents" (
	"tenant_id" uuid NOT NULL,
	"sha256" text NOT NULL,
	"content" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "attachment_contents_tenant_id_sha256_pk" PRIMARY KEY("tenant_id","sha256")
);
--> statement-breakpoint
ALTER TABLE "makegood"."attachment_contents" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "makegood"."attachments" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"message_id" uuid,
	"name" text NOT NULL,
	"media_type" text NOT NULL,
	"size_bytes" integer NOT NULL,
	"sha256" text NOT NULL,
	"is_staff_only" boolean DEFAULT false NOT NULL,
	"added_by_name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "attachments_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "makegood"."attachments" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "makegood"."macros" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"name" text NOT NULL,
	"body" text DEFAULT '' NOT NULL,
	"adds_labels" text[] DEFAULT '{}' NOT NULL,
	"sets_conversation" text,
	"assigns_to_me" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"archived_at" timestamp with time zone,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "macros_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "makegood"."macros" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "makegood"."saved_views" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"name" text NOT NULL,
	"query" text NOT NULL,
	"is_shared" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "saved_views_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "makegood"."saved_views" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "makegood"."tenant_settings" ADD COLUMN "sla" jsonb DEFAULT '{"firstReplyHours":4,"nextReplyHours":8,"refundHours":40}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "makegood"."cases" ADD COLUMN "channel" text DEFAULT 'desk' NOT NULL;--> statement-breakpoint
ALTER TABLE "makegood"."cases" ADD COLUMN "locale" text DEFAULT 'en' NOT NULL;--> statement-breakpoint
ALTER TABLE "makegood"."cases" ADD COLUMN "labels" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "makegood"."cases" ADD COLUMN "snoozed_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "makegood"."cases" ADD COLUMN "resolved_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "makegood"."cases" ADD COLUMN "verdict" text;--> statement-breakpoint
ALTER TABLE "makegood"."cases" ADD COLUMN "first_reply_due_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "makegood"."cases" ADD COLUMN "next_reply_due_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "makegood"."cases" ADD COLUMN "refund_due_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "makegood"."cases" ADD COLUMN "first_replied_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "makegood"."messages" ADD COLUMN "author_id" uuid;--> statement-breakpoint
ALTER TABLE "makegood"."messages" ADD COLUMN "channel" text DEFAULT 'desk' NOT NULL;--> statement-breakpoint
ALTER TABLE "makegood"."messages" ADD COLUMN "mail_id" text;--> statement-breakpoint
ALTER TABLE "makegood"."attachments" ADD CONSTRAINT "attachments_tenant_id_case_id_cases_tenant_id_id_fk" FOREIGN KEY ("tenant_id","case_id") REFERENCES "makegood"."cases"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "makegood"."attachments" ADD CONSTRAINT "attachments_tenant_id_message_id_messages_tenant_id_id_fk" FOREIGN KEY ("tenant_id","message_id") REFERENCES "makegood"."messages"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "makegood"."attachments" ADD CONSTRAINT "attachments_content_fk" FOREIGN KEY ("tenant_id","sha256") REFERENCES "makegood"."attachment_contents"("tenant_id","sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attachments_case" ON "makegood"."attachments" USING btree ("tenant_id","case_id");--> statement-breakpoint
CREATE INDEX "attachments_message" ON "makegood"."attachments" USING btree ("tenant_id","message_id");--> statement-breakpoint
CREATE INDEX "attachments_content" ON "makegood"."attachments" USING btree ("tenant_id","sha256");--> statement-breakpoint
CREATE UNIQUE INDEX "macros_name" ON "makegood"."macros" USING btree ("tenant_id","name") WHERE archived_at is null;--> statement-breakpoint
CREATE INDEX "saved_views_owner" ON "makegood"."saved_views" USING btree ("tenant_id","owner_id");--> statement-breakpoint
CREATE INDEX "cases_sla" ON "makegood"."cases" USING btree ("tenant_id",least(first_reply_due_at, next_reply_due_at, refund_due_at));--> statement-breakpoint
CREATE INDEX "cases_snoozed" ON "makegood"."cases" USING btree ("tenant_id","snoozed_until") WHERE snoozed_until is not null;--> statement-breakpoint
CREATE INDEX "cases_merged" ON "makegood"."cases" USING btree ("tenant_id","merged_into_id") WHERE merged_into_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "messages_mail" ON "makegood"."messages" USING btree ("tenant_id","mail_id") WHERE mail_id is not null;--> statement-breakpoint
CREATE POLICY "staff_of_tenant" ON "makegood"."attachment_contents" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.staff_tenant_id())) WITH CHECK (tenant_id = (select private.staff_tenant_id()));--> statement-breakpoint
CREATE POLICY "worker_for_tenant" ON "makegood"."attachment_contents" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (tenant_id = (select private.acting_tenant_id())) WITH CHECK (tenant_id = (select private.acting_tenant_id()));--> statement-breakpoint
CREATE POLICY "owner_maintains" ON "makegood"."attachment_contents" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "staff_of_tenant" ON "makegood"."attachments" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.staff_tenant_id())) WITH CHECK (tenant_id = (select private.staff_tenant_id()));--> statement-breakpoint
CREATE POLICY "worker_for_tenant" ON "makegood"."attachments" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (tenant_id = (select private.acting_tenant_id())) WITH CHECK (tenant_id = (select private.acting_tenant_id()));--> statement-breakpoint
CREATE POLICY "owner_maintains" ON "makegood"."attachments" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "staff_of_tenant" ON "makegood"."macros" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.staff_tenant_id())) WITH CHECK (tenant_id = (select private.staff_tenant_id()));--> statement-breakpoint
CREATE POLICY "worker_for_tenant" ON "makegood"."macros" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (tenant_id = (select private.acting_tenant_id())) WITH CHECK (tenant_id = (select private.acting_tenant_id()));--> statement-breakpoint
CREATE POLICY "owner_maintains" ON "makegood"."macros" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "staff_of_tenant" ON "makegood"."saved_views" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.staff_tenant_id())) WITH CHECK (tenant_id = (select private.staff_tenant_id()));--> statement-breakpoint
CREATE POLICY "worker_for_tenant" ON "makegood"."saved_views" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (tenant_id = (select private.acting_tenant_id())) WITH CHECK (tenant_id = (select private.acting_tenant_id()));--> statement-breakpoint
CREATE POLICY "owner_maintains" ON "makegood"."saved_views" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);