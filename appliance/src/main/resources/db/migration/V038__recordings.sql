-- Recordings of calls and rooms. The sound is a file of this name below recordings/kept in the data directory.
create table recording (
  id bigint not null auto_increment primary key,
  file varchar(96) not null,
  call_id varchar(500) not null,
  started_at datetime(3) not null,
  length_ms bigint not null,
  bytes bigint not null,
  caller varchar(128) not null,
  caller_name varchar(256) null,
  callee varchar(128) not null,
  callee_name varchar(256) null,
  answered_by varchar(32) null,
  caller_user bigint null,
  answered_user bigint null,
  reason varchar(16) not null,
  owner varchar(64) not null,
  cut boolean not null,
  unique key recording_file (file),
  key recording_age (started_at, id),
  key recording_caller (caller_user, started_at),
  key recording_answered (answered_user, started_at)
) character set utf8mb4;

-- Whose calls are recorded: by extension, or the name of a group, trunk or queue.
create table recording_rule (
  kind varchar(8) not null,
  name varchar(64) not null,
  record_when varchar(16) not null,
  announce boolean not null,
  primary key (kind, name)
) character set utf8mb4 collate utf8mb4_bin;
