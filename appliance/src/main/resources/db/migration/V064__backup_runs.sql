-- What was backed up, proven and restored, and what came of it. The newest rows are kept only.
create table backup_run (
  id bigint not null auto_increment primary key,
  kind varchar(16) not null,
  scope varchar(16) not null,
  started_at datetime(3) not null,
  ended_at datetime(3) not null,
  outcome varchar(16) not null,
  sentence varchar(2000) not null default '',
  snapshot varchar(64) null,
  files bigint not null default 0,
  bytes bigint not null default 0,
  row_count bigint not null default 0,
  key backup_run_started (started_at)
);
