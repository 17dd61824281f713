-- What was decided at the first start and must not change by accident: realm, domain, the set-up link.
create table setting (
  name varchar(64) not null primary key,
  value text not null
);
