-- Whether voicemail took the call: then nobody of ours has.
alter table cdr add column to_voicemail boolean not null default false;
alter table call_begun add column to_voicemail boolean not null default false;
update cdr set to_voicemail = true where answered_at is not null and attempts regexp ' 2[0-9][0-9] [^\n]*;app=voicemail';
