-- Attendants by name, with their nodes; and how often what happened at them, by day and run of the server.
create table attendant (
  id bigint not null auto_increment primary key,
  name varchar(32) not null,
  settings mediumtext not null,
  unique key attendant_name (name)
) character set utf8mb4 collate utf8mb4_general_ci;

create table attendant_figure (
  day date not null,
  run bigint not null,
  attendant varchar(32) not null,
  node varchar(40) not null,
  what varchar(16) not null,
  pressed varchar(1) not null,
  times bigint not null,
  primary key (attendant, day, node, what, pressed, run)
) character set utf8mb4 collate utf8mb4_bin;
