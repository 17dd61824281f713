-- The user of the directory who made the token and may no more with it than in person. Null where an account made it.
alter table api_token
  add column user_id bigint null,
  add constraint api_token_user foreign key (user_id) references app_user(id) on delete cascade;

-- The language that somebody reads pages in; null for what the browser asks for.
alter table web_access add column language varchar(8) character set ascii null;
alter table account add column language varchar(8) character set ascii null;
