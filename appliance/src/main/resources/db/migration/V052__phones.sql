-- Phones that configure themselves; whose they are, and what was set for one or for many.
create table phone (
  id bigint not null auto_increment primary key,
  mac char(12) null,
  brand varchar(16) not null,
  model varchar(32) not null,
  -- What its secret address ends in, encrypted, and its SHA-256, by which it is found.
  token varbinary(200) not null,
  token_hash char(64) not null,
  -- The password of the phone's own pages, encrypted.
  admin_password varbinary(200) not null,
  firmware varchar(40) null,
  fetched_at datetime(3) null,
  fetched_tag char(32) null,
  settings mediumtext not null,
  unique key phone_mac (mac),
  unique key phone_token (token_hash)
) character set utf8mb4 collate utf8mb4_general_ci;

create table phone_line (
  phone_id bigint not null,
  line int not null,
  user_id bigint not null,
  primary key (phone_id, line),
  constraint phone_line_phone foreign key (phone_id) references phone(id) on delete cascade,
  constraint phone_line_user foreign key (user_id) references app_user(id) on delete cascade
) character set utf8mb4;

create table phone_layer (
  scope varchar(80) not null primary key,
  settings mediumtext not null
) character set utf8mb4 collate utf8mb4_bin;
