-- The script (CPL, RFC 3880) that a user has uploaded, as it came.
create table user_cpl (
  user_id bigint not null primary key,
  script mediumblob not null,
  updated_at datetime(3) not null,
  constraint user_cpl_user foreign key (user_id) references app_user(id) on delete cascade
) character set utf8mb4;
