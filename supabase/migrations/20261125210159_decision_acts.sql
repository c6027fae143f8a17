set local lock_timeout = '5s';--> statement-breakpoint
set local statement_timeout = '60s';--> statement-breakpoint
ALTER TABLE "makegood"."api_keys" ADD COLUMN "client_id" uuid;--> statement-breakpoint
ALTER TABLE "makegood"."approvals" ADD COLUMN "step_up_minor" bigint;--> statement-breakpoint
ALTER POLICY "only_fresh_sessions_vote" ON "makegood"."approval_votes" TO makegood_user WITH CHECK (private.may_vote(tenant_id, approval_id) and member_id = (select (private.claims() ->> 'sub')::uuid));
