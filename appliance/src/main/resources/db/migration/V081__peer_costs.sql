-- Peers that lead to the telephone network: the fraud fuse counts calls to them.
alter table peer add column costs boolean not null default false;
