-- Conference rooms: a document each, as the API has them (ADR 21).
create table conference_room (
  id bigint not null auto_increment primary key,
  name varchar(64) not null,
  settings mediumtext not null,
  unique key conference_room_name (name)
) character set utf8mb4 collate utf8mb4_bin;
