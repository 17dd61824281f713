-- What the fraud fuse has counted: a row for each five minutes in which something happened. Rows of users and trunks are
-- kept for a day, those of the site for eight weeks: by them it knows what is normal at night.
create table fuse_count (
  scope varchar(8) not null,
  name varchar(128) not null,
  kind varchar(16) not null,
  slot bigint not null,
  calls int not null,
  millis bigint not null,
  cost bigint not null,
  blown boolean not null,
  primary key (scope, name, kind, slot)
) character set utf8mb4 collate utf8mb4_bin;

-- Fuses that have blown and wait for somebody to release them.
create table fuse_blown (
  scope varchar(8) not null,
  name varchar(128) not null,
  kind varchar(16) not null,
  measure varchar(32) not null,
  passed bigint not null,
  at datetime(3) not null,
  number varchar(64) not null,
  payer varchar(128) null,
  primary key (scope, name, kind)
) character set utf8mb4 collate utf8mb4_bin;

-- What a fuse had counted when it was released: it counts from there.
create table fuse_release (
  scope varchar(8) not null,
  name varchar(128) not null,
  kind varchar(16) not null,
  slot bigint not null,
  calls int not null,
  millis bigint not null,
  cost bigint not null,
  primary key (scope, name, kind)
) character set utf8mb4 collate utf8mb4_bin;

-- Countries that were called before, and those that wait for a decision.
create table fuse_country (
  country char(2) not null primary key,
  seen boolean not null,
  at datetime(3) not null,
  payer varchar(128) null,
  number varchar(64) not null
) character set utf8mb4 collate utf8mb4_bin;

-- What a minute costs, in millionths of a currency, by the beginning of the number.
create table fuse_rate (
  prefix varchar(16) not null primary key,
  per_minute bigint not null,
  name varchar(64) not null
) character set utf8mb4 collate utf8mb4_bin;
