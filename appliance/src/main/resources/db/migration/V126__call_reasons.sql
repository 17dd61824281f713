-- Why a call went where it went, as it was decided then; null for calls of before.
alter table cdr add column reasons text null;
alter table call_begun add column reasons text null;
