-- The file with its accounts that each phone fetched last, without passwords: what it has is shown
-- against what is set.
create table phone_given (
  phone_id bigint not null primary key,
  tag char(32) not null,
  content mediumtext not null,
  constraint phone_given_of foreign key (phone_id) references phone(id) on delete cascade
) character set utf8mb4 collate utf8mb4_bin;
