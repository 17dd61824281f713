-- Calls that go on and have done so for some seconds. Whatever is here at a start was cut short by the end of the process
-- and is moved to cdr. Never read by a page.
create table call_begun (
  call_hash binary(16) not null,
  call_id varchar(500) not null,
  caller varchar(128) not null,
  caller_name varchar(256) null,
  callee varchar(128) not null,
  callee_name varchar(256) null,
  caller_agent varchar(300) null,
  callee_agent varchar(300) null,
  started_at datetime(3) not null,
  ringing_at datetime(3) null,
  answered_at datetime(3) null,
  ended_at datetime(3) not null,
  status smallint not null,
  cause varchar(20) not null,
  attempts text not null,
  media text null,
  taken_by varchar(128) null,
  primary key (started_at, call_hash)
) character set utf8mb4 collate utf8mb4_general_ci;
-- When they were seen last: one row for all of them.
create table call_begun_seen (
  id tinyint not null primary key,
  seen_at datetime(3) not null
);
