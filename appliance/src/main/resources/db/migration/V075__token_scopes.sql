-- What a token may and how long. Those that were made before may what they could, for ever.
alter table api_token
  add column scopes varchar(64) character set ascii not null default 'ADMIN',
  add column expires_at datetime(3) null;
