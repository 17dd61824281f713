-- Contacts that users keep for themselves; a row a number.
create table own_contact (
  id bigint not null auto_increment primary key,
  user_id bigint not null,
  name varchar(128) not null,
  number varchar(40) not null,
  label varchar(8) character set ascii not null,
  key own_contact_user (user_id, name),
  constraint own_contact_user foreign key (user_id) references app_user(id) on delete cascade
) character set utf8mb4;
