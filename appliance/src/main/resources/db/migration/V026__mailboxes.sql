-- How each user has the mailbox: one JSON document (ADR 21), and the PIN as a hash with its failures. Who has no row has the
-- usual settings and no PIN.
create table mailbox (
  user_id bigint not null primary key,
  settings text not null,
  pin varchar(200) null,
  pin_failures int not null default 0,
  locked_until datetime(3) null,
  constraint mailbox_user foreign key (user_id) references app_user(id) on delete cascade
) character set utf8mb4;
-- Voice messages. The sound is a file of this name in the data directory; a message is there when its row is.
create table voice_message (
  id bigint not null auto_increment primary key,
  user_id bigint not null,
  file varchar(64) not null,
  folder varchar(5) not null,
  call_id varchar(500) not null,
  caller_number varchar(128) null,
  caller_name varchar(256) null,
  forwarded_by varchar(32) null,
  received_at datetime(3) not null,
  length_ms int not null,
  bytes bigint not null,
  unique key voice_message_file (user_id, file),
  key voice_message_list (user_id, received_at, id),
  key voice_message_count (user_id, folder, bytes),
  key voice_message_age (received_at),
  constraint voice_message_user foreign key (user_id) references app_user(id) on delete cascade
) character set utf8mb4;
