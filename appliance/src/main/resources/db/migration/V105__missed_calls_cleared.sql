-- Up to which call record a user has cleared the missed calls.
alter table app_user add column missed_cleared bigint not null default 0;
