-- Which trunks take which outside calls; the order is in the document.
create table outbound_route (
  id bigint not null auto_increment primary key,
  name varchar(64) not null,
  settings mediumtext not null,
  unique key outbound_route_name (name)
) character set utf8mb4 collate utf8mb4_general_ci;
