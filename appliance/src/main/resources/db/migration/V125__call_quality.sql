-- How the legs of a call sounded over its time, read for one call alone; kept as long as the call.
create table call_quality (
  started_at datetime(3) not null,
  call_hash binary(16) not null,
  samples mediumtext not null,
  primary key (started_at, call_hash)
);
