set local lock_timeout = '5s';
set local statement_timeout = '60s';

CREATE TABLE "makegood"."invitations" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"email" text NOT NULL,
	"role" text NOT NULL,
	"invited_by_id" uuid NOT NULL,
	"invited_by_name" text NOT NULL,
	"notice_id" uuid NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"accepted_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "invitations_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);

ALTER TABLE "makegood"."invitations" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "makegood"."recovery_codes" (
	"user_id" uuid NOT NULL,
	"signature" text NOT NULL,
	"used_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "recovery_codes_user_id_signature_pk" PRIMARY KEY("user_id","signature")
);

ALTER TABLE "makegood"."recovery_codes" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "makegood"."second_factors" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"sealed_secret" text NOT NULL,
	"last_step" bigint DEFAULT 0 NOT NULL,
	"confirmed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE "makegood"."second_factors" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "makegood"."sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"device" text NOT NULL,
	"network" text NOT NULL,
	"password_verified_at" timestamp with time zone,
	"factor_verified_at" timestamp with time zone,
	"last_used_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE "makegood"."sessions" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "makegood"."notices" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"user_id" uuid,
	"email" text,
	"kind" text NOT NULL,
	"locale" text NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "notices_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);

ALTER TABLE "makegood"."notices" ENABLE ROW LEVEL SECURITY;
-- Every reader asks by caseOf, which fails loudly.
-- squawk-ignore ban-drop-not-null
ALTER TABLE "makegood"."effects" ALTER COLUMN "case_id" DROP NOT NULL;
ALTER TABLE "makegood"."api_keys" ADD COLUMN "created_by_id" uuid;
ALTER TABLE "makegood"."api_keys" ADD COLUMN "created_by_name" text DEFAULT '' NOT NULL;
ALTER TABLE "makegood"."tenants" ADD COLUMN "deleted_at" timestamp with time zone;
-- The table is new and empty.
-- squawk-ignore adding-foreign-key-constraint, constraint-missing-not-valid
ALTER TABLE "makegood"."invitations" ADD CONSTRAINT "invitations_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "makegood"."tenants"("id") ON DELETE no action ON UPDATE no action;
CREATE UNIQUE INDEX "invitations_open" ON "makegood"."invitations" USING btree ("tenant_id","email") WHERE accepted_at is null and revoked_at is null;
CREATE INDEX "sessions_user" ON "makegood"."sessions" USING btree ("user_id");
CREATE INDEX "notices_user" ON "makegood"."notices" USING btree ("user_id","created_at");
CREATE POLICY "only_fresh_admins_insert" ON "makegood"."api_keys" AS RESTRICTIVE FOR INSERT TO "makegood_user" WITH CHECK ((select private.is_fresh_admin()));
CREATE POLICY "only_fresh_admins_update" ON "makegood"."api_keys" AS RESTRICTIVE FOR UPDATE TO "makegood_user" USING (true) WITH CHECK ((select private.is_fresh_admin()));
CREATE POLICY "only_fresh_admins_insert" ON "makegood"."members" AS RESTRICTIVE FOR INSERT TO "makegood_user" WITH CHECK ((select private.is_fresh_admin()));
CREATE POLICY "only_fresh_admins_update" ON "makegood"."members" AS RESTRICTIVE FOR UPDATE TO "makegood_user" USING (true) WITH CHECK ((select private.is_fresh_admin()));
CREATE POLICY "only_fresh_sessions_approve" ON "makegood"."approvals" AS RESTRICTIVE FOR UPDATE TO "makegood_user" USING (true) WITH CHECK (state <> 'approved' or (select private.may_move_money()));
CREATE POLICY "staff_of_tenant" ON "makegood"."invitations" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.staff_tenant_id())) WITH CHECK (tenant_id = (select private.staff_tenant_id()));
CREATE POLICY "worker_for_tenant" ON "makegood"."invitations" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (tenant_id = (select private.acting_tenant_id())) WITH CHECK (tenant_id = (select private.acting_tenant_id()));
CREATE POLICY "owner_maintains" ON "makegood"."invitations" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);
CREATE POLICY "only_fresh_admins_insert" ON "makegood"."invitations" AS RESTRICTIVE FOR INSERT TO "makegood_user" WITH CHECK ((select private.is_fresh_admin()));
CREATE POLICY "only_fresh_admins_update" ON "makegood"."invitations" AS RESTRICTIVE FOR UPDATE TO "makegood_user" USING (true) WITH CHECK ((select private.is_fresh_admin()));
CREATE POLICY "own_rows" ON "makegood"."recovery_codes" AS PERMISSIVE FOR ALL TO "makegood_user" USING (user_id = (select private.current_user_id())) WITH CHECK (user_id = (select private.current_user_id()));
CREATE POLICY "owner_maintains" ON "makegood"."recovery_codes" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);
CREATE POLICY "own_rows" ON "makegood"."second_factors" AS PERMISSIVE FOR ALL TO "makegood_user" USING (user_id = (select private.current_user_id())) WITH CHECK (user_id = (select private.current_user_id()));
CREATE POLICY "owner_maintains" ON "makegood"."second_factors" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);
CREATE POLICY "own_rows" ON "makegood"."sessions" AS PERMISSIVE FOR ALL TO "makegood_user" USING (user_id = (select private.current_user_id())) WITH CHECK (user_id = (select private.current_user_id()));
CREATE POLICY "owner_maintains" ON "makegood"."sessions" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);
CREATE POLICY "staff_of_tenant_and_addressee" ON "makegood"."notices" AS PERMISSIVE FOR ALL TO "makegood_user" USING (tenant_id = (select private.staff_tenant_id()) or user_id = (select private.current_user_id())) WITH CHECK (tenant_id = (select private.staff_tenant_id()));
CREATE POLICY "worker_for_tenant" ON "makegood"."notices" AS PERMISSIVE FOR ALL TO "makegood_worker" USING (tenant_id = (select private.acting_tenant_id())) WITH CHECK (tenant_id = (select private.acting_tenant_id()));
CREATE POLICY "owner_maintains" ON "makegood"."notices" AS PERMISSIVE FOR ALL TO "makegood_owner" USING (true) WITH CHECK (true);