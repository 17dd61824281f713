-- What holds for calls to and from a user: aliases, rules, limits, permissions, speed dials. One JSON document each,
-- as the API has it: it is read and written whole, its order counts, and no query asks for a part of it (ADR 21).
create table user_calls (
  user_id bigint not null primary key,
  settings mediumtext not null,
  constraint user_calls_user foreign key (user_id) references app_user(id) on delete cascade
) character set utf8mb4 collate utf8mb4_bin;
