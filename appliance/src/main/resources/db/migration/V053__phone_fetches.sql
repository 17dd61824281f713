-- Which files a phone has fetched; the latest of each phone are kept.
create table phone_fetch (
  id bigint not null auto_increment primary key,
  phone_id bigint not null,
  at datetime(3) not null,
  file varchar(120) not null,
  status int not null,
  user_agent varchar(200) null,
  address varchar(45) not null,
  key phone_fetch_phone (phone_id, id),
  constraint phone_fetch_of foreign key (phone_id) references phone(id) on delete cascade
) character set utf8mb4 collate utf8mb4_general_ci;
