-- The portal asks for the calls of one user, the newest first.
alter table cdr add key cdr_caller (caller, started_at);
alter table cdr add key cdr_callee (callee, started_at);
