-- Addresses from which nothing is read for a while, so that a restart does not let an attacker in again. The address of
-- an IPv6 ban is that of its /64 network.
create table ban (
  address varchar(45) not null primary key,
  began_at datetime(3) not null,
  ends_at datetime(3) not null,
  nth int not null,
  reason varchar(200) not null
) character set utf8mb4 collate utf8mb4_bin;
