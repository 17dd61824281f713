-- Who is told of calls by HTTP. The secret signs what is sent and is encrypted like passwords (ADR 6).
create table webhook (
  id bigint not null auto_increment primary key,
  url varchar(500) not null,
  events varchar(200) not null,
  enabled boolean not null,
  secret varbinary(512) not null
) character set utf8mb4;
