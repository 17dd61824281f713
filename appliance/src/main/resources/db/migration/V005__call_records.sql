-- One row a call, written when it has ended; the attempts stay with it as JSON since nobody asks for them alone.
create table cdr (
  id bigint not null auto_increment primary key,
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
  unique key cdr_call (call_hash),
  key cdr_started (started_at)
) character set utf8mb4 collate utf8mb4_general_ci;
