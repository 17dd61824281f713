-- Questions on where calls go, asked again after each change of the dial plan.
create table plan_check (
  id bigint not null auto_increment primary key,
  name varchar(64) not null,
  caller varchar(256) not null,
  callee varchar(256) not null,
  at datetime(3) not null,
  wanted mediumtext not null
) character set utf8mb4;
