CREATE TABLE "makegood"."api_keys" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"hash" text NOT NULL,
	"scopes" jsonb NOT NULL,
	"is_ai" boolean DEFAULT false NOT NULL,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "api_keys_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);

ALTER TABLE "makegood"."api_keys" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "makegood"."idempotency_keys" (
	"tenant_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"status" integer NOT NULL,
	"body" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_tenant_id_client_id_key_pk" PRIMARY KEY("tenant_id","client_id","key")
);

ALTER TABLE "makegood"."idempotency_keys" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "makegood"."members" (
	"tenant_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role" text NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"disabled_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "members_tenant_id_user_id_pk" PRIMARY KEY("tenant_id","user_id")
);

ALTER TABLE "makegood"."members" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "makegood"."profiles" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text DEFAULT '' NOT NULL,
	"role" text DEFAULT 'user' NOT NULL,
	"locale" text DEFAULT 'en' NOT NULL,
	"disabled_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE "makegood"."profiles" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "makegood"."tenants" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"currency" text DEFAULT 'USD' NOT NULL,
	"locale" text DEFAULT 'en-US' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE "makegood"."tenants" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "makegood"."audit_log" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" uuid,
	"actor_name" text NOT NULL,
	"action" text NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "audit_log_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);

ALTER TABLE "makegood"."audit_log" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "makegood"."cases" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"external_id" text,
	"customer_id" uuid NOT NULL,
	"order_id" uuid,
	"subject" text NOT NULL,
	"preview" text DEFAULT '' NOT NULL,
	"conversation" text DEFAULT 'open' NOT NULL,
	"assignee_id" uuid,
	"assignee_name" text,
	"version" integer DEFAULT 1 NOT NULL,
	"decision" text DEFAULT 'none' NOT NULL,
	"refund" text DEFAULT 'none' NOT NULL,
	"amount_minor" bigint,
	"currency" text,
	"follow_through" jsonb NOT NULL,
	"needs_attention" integer DEFAULT 0 NOT NULL,
	"last_message_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "cases_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);

ALTER TABLE "makegood"."cases" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "makegood"."messages" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"author_name" text NOT NULL,
	"body" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "messages_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);

ALTER TABLE "makegood"."messages" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "makegood"."approvals" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"decision_id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"required_role" text NOT NULL,
	"hash" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"decided_by_id" uuid,
	"decided_by_name" text,
	"note" text,
	"decided_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "approvals_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);

ALTER TABLE "makegood"."approvals" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "makegood"."decisions" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"state" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"legs" jsonb NOT NULL,
	"lines" jsonb NOT NULL,
	"reason_code" text NOT NULL,
	"rationale" text NOT NULL,
	"proposed_by_kind" text NOT NULL,
	"proposed_by_id" uuid,
	"proposed_by_name" text NOT NULL,
	"approval_hash" text NOT NULL,
	"decided_by_id" uuid,
	"decided_by_name" text,
	"decided_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "decisions_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);

ALTER TABLE "makegood"."decisions" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "makegood"."effects" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"event_seq" bigint NOT NULL,
	"kind" text NOT NULL,
	"destination" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"template" text NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_run_at" timestamp with time zone DEFAULT now() NOT NULL,
	"dispatch_no" integer DEFAULT 0 NOT NULL,
	"dispatched_until" timestamp with time zone,
	"lease_token" uuid,
	"lease_until" timestamp with time zone,
	"error" text,
	"provider_id" text,
	"skipped_reason" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "effects_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);

ALTER TABLE "makegood"."effects" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "makegood"."charges" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"provider" text NOT NULL,
	"provider_payment_id" text NOT NULL,
	"method_label" text NOT NULL,
	"method_external_id" text,
	"currency" text NOT NULL,
	"captured_minor" bigint NOT NULL,
	"reserved_minor" bigint DEFAULT 0 NOT NULL,
	"external_refunded_minor" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "charges_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "charges_reserved_within_captured" CHECK (reserved_minor between 0 and captured_minor)
);

ALTER TABLE "makegood"."charges" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "makegood"."customers" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"city" text,
	"country" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "customers_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);

ALTER TABLE "makegood"."customers" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "makegood"."order_lines" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"name" text NOT NULL,
	"options" text DEFAULT '' NOT NULL,
	"quantity" integer NOT NULL,
	"unit_price_minor" bigint NOT NULL,
	"sequence" integer NOT NULL,
	CONSTRAINT "order_lines_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "order_lines_quantity" CHECK (quantity > 0)
);

ALTER TABLE "makegood"."order_lines" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "makegood"."orders" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"customer_id" uuid NOT NULL,
	"status" text NOT NULL,
	"currency" text NOT NULL,
	"total_minor" bigint NOT NULL,
	"placed_at" timestamp with time zone NOT NULL,
	"delivered_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "orders_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);

ALTER TABLE "makegood"."orders" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "makegood"."consumer_cursors" (
	"tenant_id" uuid NOT NULL,
	"consumer_group" text NOT NULL,
	"position" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "consumer_cursors_tenant_id_consumer_group_pk" PRIMARY KEY("tenant_id","consumer_group")
);

ALTER TABLE "makegood"."consumer_cursors" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "makegood"."event_subjects" (
	"tenant_id" uuid NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"last_seq" bigint NOT NULL,
	CONSTRAINT "event_subjects_tenant_id_subject_type_subject_id_pk" PRIMARY KEY("tenant_id","subject_type","subject_id")
);

ALTER TABLE "makegood"."event_subjects" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "makegood"."inbox" (
	"consumer_group" text NOT NULL,
	"event_id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"subject_id" uuid NOT NULL,
	"event_seq" bigint NOT NULL,
	"position" bigint NOT NULL,
	"outcome" text NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"error" text,
	"processed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "inbox_consumer_group_event_id_pk" PRIMARY KEY("consumer_group","event_id")
);

ALTER TABLE "makegood"."inbox" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "makegood"."outbox" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"shard" smallint NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"event_seq" bigint NOT NULL,
	"type" text NOT NULL,
	"schema_version" integer NOT NULL,
	"payload" jsonb NOT NULL,
	"traceparent" text,
	"occurred_at" timestamp with time zone DEFAULT now() NOT NULL,
	"inserted_at" timestamp with time zone DEFAULT now() NOT NULL,
	"tx" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	CONSTRAINT "outbox_inserted_at_id_pk" PRIMARY KEY("inserted_at","id")
) PARTITION BY RANGE ("inserted_at");

ALTER TABLE "makegood"."outbox" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "makegood"."relay_batches" (
	"tenant_id" uuid NOT NULL,
	"position" bigint NOT NULL,
	"shard" smallint NOT NULL,
	"epoch" bigint NOT NULL,
	"event_id" uuid NOT NULL,
	"event_inserted_at" timestamp with time zone NOT NULL,
	"frozen_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "relay_batches_tenant_id_position_pk" PRIMARY KEY("tenant_id","position")
);

ALTER TABLE "makegood"."relay_batches" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "makegood"."relay_shards" (
	"shard" smallint PRIMARY KEY NOT NULL,
	"owner" text,
	"epoch" bigint DEFAULT 0 NOT NULL,
	"lease_until" timestamp with time zone,
	"cursor" text DEFAULT '1:1:' NOT NULL
);

ALTER TABLE "makegood"."relay_shards" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "makegood"."tenant_streams" (
	"tenant_id" uuid PRIMARY KEY NOT NULL,
	"shard" smallint NOT NULL,
	"last_position" bigint DEFAULT 0 NOT NULL,
	"published_position" bigint DEFAULT 0 NOT NULL
);

ALTER TABLE "makegood"."tenant_streams" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "makegood"."ledger_entries" (
	"tenant_id" uuid NOT NULL,
	"posting_id" uuid NOT NULL,
	"account" text NOT NULL,
	"refund_id" uuid NOT NULL,
	"cause" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ledger_entries_tenant_id_posting_id_account_pk" PRIMARY KEY("tenant_id","posting_id","account")
);

ALTER TABLE "makegood"."ledger_entries" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "makegood"."provider_events" (
	"tenant_id" uuid NOT NULL,
	"id" text NOT NULL,
	"type" text NOT NULL,
	"refund_id" uuid,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "provider_events_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);

ALTER TABLE "makegood"."provider_events" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "makegood"."refund_attempts" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"refund_id" uuid NOT NULL,
	"generation" integer NOT NULL,
	"state" text NOT NULL,
	"provider_key" text NOT NULL,
	"provider_refund_id" text,
	"failure_reason" text,
	"lookups" integer DEFAULT 0 NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "refund_attempts_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);

ALTER TABLE "makegood"."refund_attempts" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "makegood"."refund_holds" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"refund_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"placed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"lifted_at" timestamp with time zone,
	CONSTRAINT "refund_holds_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);

ALTER TABLE "makegood"."refund_holds" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "makegood"."refunds" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"decision_id" uuid NOT NULL,
	"charge_id" uuid NOT NULL,
	"state" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"generation" integer DEFAULT 0 NOT NULL,
	"provider_refund_id" text,
	"failure_reason" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"submitted_at" timestamp with time zone,
	"settled_at" timestamp with time zone,
	CONSTRAINT "refunds_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);

ALTER TABLE "makegood"."refunds" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "makegood"."api_keys" ADD CONSTRAINT "api_keys_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "makegood"."tenants"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "makegood"."members" ADD CONSTRAINT "members_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "makegood"."tenants"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "makegood"."cases" ADD CONSTRAINT "cases_tenant_id_customer_id_customers_tenant_id_id_fk" FOREIGN KEY ("tenant_id","customer_id") REFERENCES "makegood"."customers"("tenant_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "makegood"."cases" ADD CONSTRAINT "cases_tenant_id_order_id_orders_tenant_id_id_fk" FOREIGN KEY ("tenant_id","order_id") REFERENCES "makegood"."orders"("tenant_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "makegood"."messages" ADD CONSTRAINT "messages_tenant_id_case_id_cases_tenant_id_id_fk" FOREIGN KEY ("tenant_id","case_id") REFERENCES "makegood"."cases"("tenant_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "makegood"."approvals" ADD CONSTRAINT "approvals_tenant_id_decision_id_decisions_tenant_id_id_fk" FOREIGN KEY ("tenant_id","decision_id") REFERENCES "makegood"."decisions"("tenant_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "makegood"."decisions" ADD CONSTRAINT "decisions_tenant_id_case_id_cases_tenant_id_id_fk" FOREIGN KEY ("tenant_id","case_id") REFERENCES "makegood"."cases"("tenant_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "makegood"."effects" ADD CONSTRAINT "effects_tenant_id_case_id_cases_tenant_id_id_fk" FOREIGN KEY ("tenant_id","case_id") REFERENCES "makegood"."cases"("tenant_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "makegood"."charges" ADD CONSTRAINT "charges_tenant_id_order_id_orders_tenant_id_id_fk" FOREIGN KEY ("tenant_id","order_id") REFERENCES "makegood"."orders"("tenant_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "makegood"."order_lines" ADD CONSTRAINT "order_lines_tenant_id_order_id_orders_tenant_id_id_fk" FOREIGN KEY ("tenant_id","order_id") REFERENCES "makegood"."orders"("tenant_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "makegood"."orders" ADD CONSTRAINT "orders_tenant_id_customer_id_customers_tenant_id_id_fk" FOREIGN KEY ("tenant_id","customer_id") REFERENCES "makegood"."customers"("tenant_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "makegood"."ledger_entries" ADD CONSTRAINT "ledger_entries_tenant_id_refund_id_refunds_tenant_id_id_fk" FOREIGN KEY ("tenant_id","refund_id") REFERENCES "makegood"."refunds"("tenant_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "makegood"."refund_attempts" ADD CONSTRAINT "refund_attempts_tenant_id_refund_id_refunds_tenant_id_id_fk" FOREIGN KEY ("tenant_id","refund_id") REFERENCES "makegood"."refunds"("tenant_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "makegood"."refund_holds" ADD CONSTRAINT "refund_holds_tenant_id_refund_id_refunds_tenant_id_id_fk" FOREIGN KEY ("tenant_id","refund_id") REFERENCES "makegood"."refunds"("tenant_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "makegood"."refunds" ADD CONSTRAINT "refunds_tenant_id_case_id_cases_tenant_id_id_fk" FOREIGN KEY ("tenant_id","case_id") REFERENCES "makegood"."cases"("tenant_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "makegood"."refunds" ADD CONSTRAINT "refunds_tenant_id_charge_id_charges_tenant_id_id_fk" FOREIGN KEY ("tenant_id","charge_id") REFERENCES "makegood"."charges"("tenant_id","id") ON DELETE no action ON UPDATE no action;
CREATE UNIQUE INDEX "api_keys_hash" ON "makegood"."api_keys" USING btree ("hash");
CREATE INDEX "members_user" ON "makegood"."members" USING btree ("user_id");
CREATE UNIQUE INDEX "tenants_slug" ON "makegood"."tenants" USING btree ("slug");
CREATE INDEX "audit_log_subject" ON "makegood"."audit_log" USING btree ("tenant_id","subject_id","created_at");
CREATE UNIQUE INDEX "cases_number" ON "makegood"."cases" USING btree ("tenant_id","number");
CREATE INDEX "cases_inbox" ON "makegood"."cases" USING btree ("tenant_id","last_message_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);
CREATE INDEX "cases_assignee" ON "makegood"."cases" USING btree ("tenant_id","assignee_id");
CREATE INDEX "cases_customer" ON "makegood"."cases" USING btree ("tenant_id","customer_id");
CREATE INDEX "cases_order" ON "makegood"."cases" USING btree ("tenant_id","order_id");
CREATE INDEX "cases_awaiting" ON "makegood"."cases" USING btree ("tenant_id") WHERE decision = 'awaiting_approval';
CREATE INDEX "cases_attention" ON "makegood"."cases" USING btree ("tenant_id") WHERE needs_attention > 0;
CREATE INDEX "messages_case" ON "makegood"."messages" USING btree ("tenant_id","case_id","created_at");
CREATE INDEX "approvals_decision" ON "makegood"."approvals" USING btree ("tenant_id","decision_id");
CREATE INDEX "approvals_case" ON "makegood"."approvals" USING btree ("tenant_id","case_id");
CREATE INDEX "approvals_waiting" ON "makegood"."approvals" USING btree ("tenant_id","created_at") WHERE state = 'waiting';
CREATE INDEX "decisions_case" ON "makegood"."decisions" USING btree ("tenant_id","case_id","created_at");
CREATE UNIQUE INDEX "decisions_one_open" ON "makegood"."decisions" USING btree ("tenant_id","case_id") WHERE state in ('proposed', 'awaiting_approval');
CREATE UNIQUE INDEX "effects_once" ON "makegood"."effects" USING btree ("tenant_id","event_id","kind","template");
CREATE INDEX "effects_due" ON "makegood"."effects" USING btree ("next_run_at") WHERE state in ('queued', 'retrying');
CREATE INDEX "effects_leased" ON "makegood"."effects" USING btree ("lease_until") WHERE state = 'running';
CREATE INDEX "effects_dead" ON "makegood"."effects" USING btree ("tenant_id","created_at") WHERE state = 'dead';
CREATE INDEX "effects_case" ON "makegood"."effects" USING btree ("tenant_id","case_id","kind","event_seq");
CREATE INDEX "charges_order" ON "makegood"."charges" USING btree ("tenant_id","order_id");
CREATE UNIQUE INDEX "charges_provider_payment" ON "makegood"."charges" USING btree ("tenant_id","provider","provider_payment_id");
CREATE UNIQUE INDEX "customers_external" ON "makegood"."customers" USING btree ("tenant_id","external_id");
CREATE INDEX "customers_email" ON "makegood"."customers" USING btree ("tenant_id","email");
CREATE INDEX "order_lines_order" ON "makegood"."order_lines" USING btree ("tenant_id","order_id");
CREATE UNIQUE INDEX "orders_external" ON "makegood"."orders" USING btree ("tenant_id","external_id");
CREATE INDEX "orders_customer" ON "makegood"."orders" USING btree ("tenant_id","customer_id");
CREATE INDEX "inbox_subject" ON "makegood"."inbox" USING btree ("tenant_id","consumer_group","subject_id","event_seq");
CREATE INDEX "inbox_position" ON "makegood"."inbox" USING btree ("tenant_id","consumer_group","position");
CREATE INDEX "outbox_cursor" ON "makegood"."outbox" USING btree ("shard","tx");
CREATE INDEX "outbox_subject" ON "makegood"."outbox" USING btree ("tenant_id","subject_id","event_seq");
CREATE UNIQUE INDEX "relay_batches_event" ON "makegood"."relay_batches" USING btree ("event_id");
CREATE INDEX "tenant_streams_shard" ON "makegood"."tenant_streams" USING btree ("shard");
CREATE UNIQUE INDEX "ledger_entries_once" ON "makegood"."ledger_entries" USING btree ("tenant_id","refund_id","cause","account");
CREATE UNIQUE INDEX "refund_attempts_generation" ON "makegood"."refund_attempts" USING btree ("tenant_id","refund_id","generation");
CREATE UNIQUE INDEX "refund_attempts_provider" ON "makegood"."refund_attempts" USING btree ("tenant_id","provider_refund_id");
CREATE INDEX "refund_holds_refund" ON "makegood"."refund_holds" USING btree ("tenant_id","refund_id") WHERE lifted_at is null;
CREATE INDEX "refunds_case" ON "makegood"."refunds" USING btree ("tenant_id","case_id");
CREATE INDEX "refunds_decision" ON "makegood"."refunds" USING btree ("tenant_id","decision_id");
CREATE INDEX "refunds_charge" ON "makegood"."refunds" USING btree ("tenant_id","charge_id");
CREATE INDEX "refunds_open" ON "makegood"."refunds" USING btree ("tenant_id","created_at") WHERE state in ('reserved', 'scheduled', 'submitting', 'pending', 'requires_action', 'unknown');
CREATE POLICY "staff_of_tenant" ON "makegood"."api_keys" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.staff_tenant_id())) WITH CHECK (tenant_id = (select private.staff_tenant_id()));
CREATE POLICY "worker_for_tenant" ON "makegood"."api_keys" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (tenant_id = (select private.acting_tenant_id())) WITH CHECK (tenant_id = (select private.acting_tenant_id()));
CREATE POLICY "owner_maintains" ON "makegood"."api_keys" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);
CREATE POLICY "staff_of_tenant" ON "makegood"."idempotency_keys" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.staff_tenant_id())) WITH CHECK (tenant_id = (select private.staff_tenant_id()));
CREATE POLICY "worker_for_tenant" ON "makegood"."idempotency_keys" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (tenant_id = (select private.acting_tenant_id())) WITH CHECK (tenant_id = (select private.acting_tenant_id()));
CREATE POLICY "owner_maintains" ON "makegood"."idempotency_keys" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);
CREATE POLICY "staff_of_tenant" ON "makegood"."members" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.staff_tenant_id())) WITH CHECK (tenant_id = (select private.staff_tenant_id()));
CREATE POLICY "worker_for_tenant" ON "makegood"."members" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (tenant_id = (select private.acting_tenant_id())) WITH CHECK (tenant_id = (select private.acting_tenant_id()));
CREATE POLICY "owner_maintains" ON "makegood"."members" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);
CREATE POLICY "own_profile" ON "makegood"."profiles" AS PERMISSIVE FOR ALL TO "makegood_user" USING (id = (select private.current_user_id())) WITH CHECK (id = (select private.current_user_id()));
CREATE POLICY "owner_maintains" ON "makegood"."profiles" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);
CREATE POLICY "staff_see_their_tenant" ON "makegood"."tenants" AS PERMISSIVE FOR SELECT TO "makegood_user" USING (id = (select private.staff_tenant_id()));
CREATE POLICY "worker_sees_tenants" ON "makegood"."tenants" AS PERMISSIVE FOR SELECT TO "makegood_worker" USING (true);
CREATE POLICY "owner_maintains" ON "makegood"."tenants" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);
CREATE POLICY "staff_of_tenant" ON "makegood"."audit_log" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.staff_tenant_id())) WITH CHECK (tenant_id = (select private.staff_tenant_id()));
CREATE POLICY "worker_for_tenant" ON "makegood"."audit_log" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (tenant_id = (select private.acting_tenant_id())) WITH CHECK (tenant_id = (select private.acting_tenant_id()));
CREATE POLICY "owner_maintains" ON "makegood"."audit_log" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);
CREATE POLICY "staff_of_tenant" ON "makegood"."cases" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.staff_tenant_id())) WITH CHECK (tenant_id = (select private.staff_tenant_id()));
CREATE POLICY "worker_for_tenant" ON "makegood"."cases" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (tenant_id = (select private.acting_tenant_id())) WITH CHECK (tenant_id = (select private.acting_tenant_id()));
CREATE POLICY "owner_maintains" ON "makegood"."cases" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);
CREATE POLICY "staff_of_tenant" ON "makegood"."messages" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.staff_tenant_id())) WITH CHECK (tenant_id = (select private.staff_tenant_id()));
CREATE POLICY "worker_for_tenant" ON "makegood"."messages" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (tenant_id = (select private.acting_tenant_id())) WITH CHECK (tenant_id = (select private.acting_tenant_id()));
CREATE POLICY "owner_maintains" ON "makegood"."messages" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);
CREATE POLICY "staff_of_tenant" ON "makegood"."approvals" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.staff_tenant_id())) WITH CHECK (tenant_id = (select private.staff_tenant_id()));
CREATE POLICY "worker_for_tenant" ON "makegood"."approvals" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (tenant_id = (select private.acting_tenant_id())) WITH CHECK (tenant_id = (select private.acting_tenant_id()));
CREATE POLICY "owner_maintains" ON "makegood"."approvals" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);
CREATE POLICY "staff_of_tenant" ON "makegood"."decisions" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.staff_tenant_id())) WITH CHECK (tenant_id = (select private.staff_tenant_id()));
CREATE POLICY "worker_for_tenant" ON "makegood"."decisions" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (tenant_id = (select private.acting_tenant_id())) WITH CHECK (tenant_id = (select private.acting_tenant_id()));
CREATE POLICY "owner_maintains" ON "makegood"."decisions" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);
CREATE POLICY "staff_of_tenant" ON "makegood"."effects" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.staff_tenant_id())) WITH CHECK (tenant_id = (select private.staff_tenant_id()));
CREATE POLICY "worker_of_all_tenants" ON "makegood"."effects" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (true) WITH CHECK (true);
CREATE POLICY "owner_maintains" ON "makegood"."effects" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);
CREATE POLICY "staff_of_tenant" ON "makegood"."charges" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.staff_tenant_id())) WITH CHECK (tenant_id = (select private.staff_tenant_id()));
CREATE POLICY "worker_for_tenant" ON "makegood"."charges" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (tenant_id = (select private.acting_tenant_id())) WITH CHECK (tenant_id = (select private.acting_tenant_id()));
CREATE POLICY "owner_maintains" ON "makegood"."charges" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);
CREATE POLICY "staff_of_tenant" ON "makegood"."customers" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.staff_tenant_id())) WITH CHECK (tenant_id = (select private.staff_tenant_id()));
CREATE POLICY "worker_for_tenant" ON "makegood"."customers" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (tenant_id = (select private.acting_tenant_id())) WITH CHECK (tenant_id = (select private.acting_tenant_id()));
CREATE POLICY "owner_maintains" ON "makegood"."customers" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);
CREATE POLICY "staff_of_tenant" ON "makegood"."order_lines" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.staff_tenant_id())) WITH CHECK (tenant_id = (select private.staff_tenant_id()));
CREATE POLICY "worker_for_tenant" ON "makegood"."order_lines" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (tenant_id = (select private.acting_tenant_id())) WITH CHECK (tenant_id = (select private.acting_tenant_id()));
CREATE POLICY "owner_maintains" ON "makegood"."order_lines" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);
CREATE POLICY "staff_of_tenant" ON "makegood"."orders" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.staff_tenant_id())) WITH CHECK (tenant_id = (select private.staff_tenant_id()));
CREATE POLICY "worker_for_tenant" ON "makegood"."orders" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (tenant_id = (select private.acting_tenant_id())) WITH CHECK (tenant_id = (select private.acting_tenant_id()));
CREATE POLICY "owner_maintains" ON "makegood"."orders" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);
CREATE POLICY "worker_of_all_tenants" ON "makegood"."consumer_cursors" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (true) WITH CHECK (true);
CREATE POLICY "owner_maintains" ON "makegood"."consumer_cursors" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);
CREATE POLICY "staff_of_tenant" ON "makegood"."event_subjects" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.staff_tenant_id())) WITH CHECK (tenant_id = (select private.staff_tenant_id()));
CREATE POLICY "worker_of_all_tenants" ON "makegood"."event_subjects" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (true) WITH CHECK (true);
CREATE POLICY "owner_maintains" ON "makegood"."event_subjects" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);
CREATE POLICY "staff_of_tenant" ON "makegood"."inbox" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.staff_tenant_id())) WITH CHECK (tenant_id = (select private.staff_tenant_id()));
CREATE POLICY "worker_of_all_tenants" ON "makegood"."inbox" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (true) WITH CHECK (true);
CREATE POLICY "owner_maintains" ON "makegood"."inbox" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);
CREATE POLICY "staff_of_tenant" ON "makegood"."outbox" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.staff_tenant_id())) WITH CHECK (tenant_id = (select private.staff_tenant_id()));
CREATE POLICY "worker_of_all_tenants" ON "makegood"."outbox" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (true) WITH CHECK (true);
CREATE POLICY "owner_maintains" ON "makegood"."outbox" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);
CREATE POLICY "worker_of_all_tenants" ON "makegood"."relay_batches" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (true) WITH CHECK (true);
CREATE POLICY "owner_maintains" ON "makegood"."relay_batches" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);
CREATE POLICY "worker_of_all_tenants" ON "makegood"."relay_shards" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (true) WITH CHECK (true);
CREATE POLICY "owner_maintains" ON "makegood"."relay_shards" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);
CREATE POLICY "worker_of_all_tenants" ON "makegood"."tenant_streams" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (true) WITH CHECK (true);
CREATE POLICY "owner_maintains" ON "makegood"."tenant_streams" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);
CREATE POLICY "staff_of_tenant" ON "makegood"."ledger_entries" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.staff_tenant_id())) WITH CHECK (tenant_id = (select private.staff_tenant_id()));
CREATE POLICY "worker_for_tenant" ON "makegood"."ledger_entries" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (tenant_id = (select private.acting_tenant_id())) WITH CHECK (tenant_id = (select private.acting_tenant_id()));
CREATE POLICY "owner_maintains" ON "makegood"."ledger_entries" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);
CREATE POLICY "staff_of_tenant" ON "makegood"."provider_events" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.staff_tenant_id())) WITH CHECK (tenant_id = (select private.staff_tenant_id()));
CREATE POLICY "worker_for_tenant" ON "makegood"."provider_events" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (tenant_id = (select private.acting_tenant_id())) WITH CHECK (tenant_id = (select private.acting_tenant_id()));
CREATE POLICY "owner_maintains" ON "makegood"."provider_events" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);
CREATE POLICY "staff_of_tenant" ON "makegood"."refund_attempts" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.staff_tenant_id())) WITH CHECK (tenant_id = (select private.staff_tenant_id()));
CREATE POLICY "worker_for_tenant" ON "makegood"."refund_attempts" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (tenant_id = (select private.acting_tenant_id())) WITH CHECK (tenant_id = (select private.acting_tenant_id()));
CREATE POLICY "owner_maintains" ON "makegood"."refund_attempts" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);
CREATE POLICY "staff_of_tenant" ON "makegood"."refund_holds" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.staff_tenant_id())) WITH CHECK (tenant_id = (select private.staff_tenant_id()));
CREATE POLICY "worker_for_tenant" ON "makegood"."refund_holds" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (tenant_id = (select private.acting_tenant_id())) WITH CHECK (tenant_id = (select private.acting_tenant_id()));
CREATE POLICY "owner_maintains" ON "makegood"."refund_holds" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);
CREATE POLICY "staff_of_tenant" ON "makegood"."refunds" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.staff_tenant_id())) WITH CHECK (tenant_id = (select private.staff_tenant_id()));
CREATE POLICY "worker_for_tenant" ON "makegood"."refunds" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (tenant_id = (select private.acting_tenant_id())) WITH CHECK (tenant_id = (select private.acting_tenant_id()));
CREATE POLICY "owner_maintains" ON "makegood"."refunds" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);