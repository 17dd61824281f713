-- Places that an emergency centre can send somebody to, and who calls from there.
create table emergency_location (
  id bigint not null auto_increment primary key,
  name varchar(64) not null,
  settings mediumtext not null,
  unique key emergency_location_name (name)
) character set utf8mb4 collate utf8mb4_bin;

-- Where a user works who has said so.
create table emergency_home (
  user_id bigint not null primary key,
  settings mediumtext not null,
  constraint emergency_home_user foreign key (user_id) references app_user(id) on delete cascade
) character set utf8mb4;
