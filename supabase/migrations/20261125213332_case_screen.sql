set local lock_timeout = '5s';--> statement-breakpoint
set local statement_timeout = '60s';--> statement-breakpoint
ALTER TABLE "makegood"."attachments" ADD COLUMN "confirmed_by_name" text;--> statement-breakpoint
ALTER TABLE "makegood"."cases" ADD COLUMN "state_before_merge" text;
