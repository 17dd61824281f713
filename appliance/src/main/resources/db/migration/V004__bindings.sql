-- Where phones are, journalled behind the registrar so that a restart loses no registration. The Contact can be
-- longer than a key may be, so its hash is the key.
create table binding (
  aor varchar(300) not null,
  contact_hash binary(16) not null,
  contact varchar(2000) not null,
  instance varchar(300) null,
  q smallint not null,
  call_id varchar(500) not null,
  cseq bigint not null,
  transport varchar(4) not null,
  local_address varchar(64) null,
  remote_address varchar(64) not null,
  user_agent varchar(500) null,
  registered_at datetime(3) not null,
  expires_at datetime(3) not null,
  primary key (aor, contact_hash)
) character set utf8mb4 collate utf8mb4_bin;
