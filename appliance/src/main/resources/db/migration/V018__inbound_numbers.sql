-- The outside numbers of the site; the name is the pattern, with its trunk when it is bound to one.
create table inbound_number (
  id bigint not null auto_increment primary key,
  name varchar(100) not null,
  settings mediumtext not null,
  unique key inbound_number_name (name)
) character set utf8mb4 collate utf8mb4_bin;
