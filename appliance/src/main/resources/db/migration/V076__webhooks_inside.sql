-- Whether an owner allows the server to be inside. Those that were there before may be where they are.
alter table webhook add column inside boolean not null default true;
alter table webhook alter column inside set default false;
