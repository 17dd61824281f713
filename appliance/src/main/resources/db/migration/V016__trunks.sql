-- Ways to the telephone network. The password in the document is encrypted like those of users (ADR 6).
create table trunk (
  id bigint not null auto_increment primary key,
  name varchar(32) not null,
  settings mediumtext not null,
  unique key trunk_name (name)
) character set utf8mb4 collate utf8mb4_general_ci;
