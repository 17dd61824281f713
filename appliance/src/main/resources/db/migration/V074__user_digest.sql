-- Which digest algorithms a user's phones are challenged with: SITE is what the site has for all.
alter table app_user add column digest varchar(10) character set ascii not null default 'SITE';
