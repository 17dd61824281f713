-- What users of the directory sign in to the pages with. Who has no row has no password yet and is an ordinary user. The
-- secret of the authenticator is sealed as SIP passwords are: its codes can only be checked with it.
create table web_access (
  user_id bigint not null primary key,
  role varchar(10) character set ascii not null default 'USER',
  password_hash varchar(200) null,
  totp varbinary(200) null,
  totp_step bigint not null default 0,
  invitation binary(32) null,
  invited_until datetime(3) null,
  unique key web_access_invitation (invitation),
  constraint web_access_user foreign key (user_id) references app_user(id) on delete cascade
) character set utf8mb4;

-- Administrators' accounts: the first one owns the appliance.
alter table account
  add column owner boolean not null default true,
  add column totp varbinary(200) null,
  add column totp_step bigint not null default 0;
