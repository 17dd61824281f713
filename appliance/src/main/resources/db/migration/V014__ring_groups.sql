-- Ring groups by number, with their members.
create table ring_group (
  id bigint not null auto_increment primary key,
  name varchar(32) not null,
  settings mediumtext not null,
  unique key ring_group_name (name)
) character set utf8mb4 collate utf8mb4_general_ci;
