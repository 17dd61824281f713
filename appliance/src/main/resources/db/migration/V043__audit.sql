-- Who has changed what: the differences as JSON, secrets masked.
create table audit_entry (
  id bigint not null auto_increment primary key,
  at datetime(3) not null,
  who varchar(128) not null,
  action varchar(16) not null,
  kind varchar(32) not null,
  name varchar(256) not null,
  differences mediumtext not null,
  key audit_at (at)
) character set utf8mb4;
