-- Neighbour servers known by their address.
create table peer (
  id bigint not null auto_increment primary key,
  name varchar(64) not null,
  address varchar(64) null,
  domain varchar(253) null,
  pattern varchar(64) null,
  next_hop varchar(300) null,
  unique key peer_name (name)
) character set utf8mb4;
