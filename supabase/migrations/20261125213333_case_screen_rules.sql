-- What drizzle-kit does not write for the case screen: who may confirm what a customer claims.

set local lock_timeout = '5s';
set local statement_timeout = '60s';

grant update (confirmed_by_name) on makegood.attachments to makegood_user;
