-- Administrators and API tokens. A token is kept as its hash only.
create table account (
  id bigint not null auto_increment primary key,
  user_name varchar(64) not null,
  password_hash varchar(200) not null,
  unique key account_user_name (user_name)
) character set utf8mb4;

create table api_token (
  id bigint not null auto_increment primary key,
  name varchar(64) not null,
  token_hash binary(32) not null,
  created_at datetime(3) not null,
  last_used_at datetime(3) null,
  unique key api_token_hash (token_hash)
) character set utf8mb4;
