-- Opening hours and holidays, and the night switch while somebody has thrown it.
create table schedule (
  id bigint not null auto_increment primary key,
  name varchar(64) not null,
  settings mediumtext not null,
  unique key schedule_name (name)
) character set utf8mb4 collate utf8mb4_bin;
