-- People with an extension. The SIP password is encrypted with the key in the data directory: phones are told it
-- when they are provisioned, so a hash alone would not do.
create table app_user (
  id bigint not null auto_increment primary key,
  extension varchar(32) not null,
  name varchar(128) not null,
  email varchar(254) null,
  sip_password varbinary(512) not null,
  created_at timestamp(3) not null default current_timestamp(3),
  unique key app_user_extension (extension)
) character set utf8mb4 collate utf8mb4_general_ci;
