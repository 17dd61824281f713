-- How the site dials, and its feature codes: a row for each of the two documents.
create table dial_plan (
  id bigint not null auto_increment primary key,
  name varchar(32) not null,
  settings mediumtext not null,
  unique key dial_plan_name (name)
) character set utf8mb4 collate utf8mb4_bin;
