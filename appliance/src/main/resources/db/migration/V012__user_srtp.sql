-- Whether a user's phones encrypt their media: SITE is what the site has for all.
alter table app_user add column srtp varchar(10) character set ascii not null default 'SITE';
