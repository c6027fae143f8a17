-- What the product's owner may do to the auth server's tables: read users and sessions, end sessions, erase a user, and
-- hang a profile on each new one. Run by whoever owns them, after the auth server has made them. Repeatable.
grant usage on schema auth to makegood_owner;
grant select, delete, references, trigger on auth.users to makegood_owner;
grant select, delete on auth.sessions to makegood_owner;
