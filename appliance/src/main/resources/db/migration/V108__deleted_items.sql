-- What was deleted of the dial plan, whole, so that it can be put back.
create table deleted_item (
  id bigint not null auto_increment primary key,
  kind varchar(32) not null,
  name varchar(190) not null,
  settings mediumtext not null,
  at datetime(3) not null,
  who varchar(190) not null,
  key deleted_item_at (at)
);
