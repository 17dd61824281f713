-- Queues by name; who has waited in them and what became of it; which agents are logged in.
create table call_queue (
  id bigint not null auto_increment primary key,
  name varchar(32) not null,
  settings mediumtext not null,
  unique key call_queue_name (name)
) character set utf8mb4 collate utf8mb4_general_ci;

-- One row a caller and queue; outcome is null while somebody waits to be called back.
create table queue_stay (
  id bigint not null auto_increment primary key,
  stay_hash binary(16) not null,
  queue varchar(32) not null,
  caller varchar(500) not null,
  number varchar(128) not null,
  name varchar(256) null,
  priority int not null,
  skill varchar(32) null,
  since datetime(3) not null,
  until datetime(3) null,
  outcome varchar(16) null,
  agent varchar(32) null,
  talked_ms bigint null,
  call_back varchar(128) null,
  in_time boolean not null,
  unique key queue_stay_hash (stay_hash),
  key queue_stay_since (since),
  key queue_stay_queue (queue, since),
  key queue_stay_open (outcome, queue)
) character set utf8mb4 collate utf8mb4_general_ci;

create table queue_duty (
  queue varchar(32) not null,
  agent varchar(32) not null,
  logged_in boolean not null,
  pause varchar(100) null,
  since datetime(3) not null,
  primary key (queue, agent)
) character set utf8mb4 collate utf8mb4_general_ci;
