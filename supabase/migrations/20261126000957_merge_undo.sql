set local lock_timeout = '5s';
set local statement_timeout = '60s';

ALTER TABLE "makegood"."cases" ADD COLUMN "target_before_merge" jsonb;