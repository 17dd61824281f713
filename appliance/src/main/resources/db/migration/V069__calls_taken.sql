-- Who of our users took a call that was dialled to a group or to somebody else; null for calls before this.
alter table cdr add column taken_by varchar(128) null;
alter table cdr add key cdr_taken (taken_by, started_at);
