-- What owners have set of belfry.*, as JSON: a row for each property that is not at its default, with who and when.
create table setting_choice (
  name varchar(64) not null primary key,
  value mediumtext not null,
  changed_by varchar(128) not null,
  changed_at datetime(3) not null
) character set utf8mb4 collate utf8mb4_bin;
