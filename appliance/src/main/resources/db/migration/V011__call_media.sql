-- How each leg of a call sounded, a line each of fields separated by tabs; null for calls before this.
alter table cdr add column media text null;
alter table cdr modify column cause varchar(30) not null;
