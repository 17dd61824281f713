-- Since when an extension is its user's: calls from before are those of whoever had it then.
alter table app_user add column extension_since datetime(3) null;
update app_user set extension_since = convert_tz(created_at, @@session.time_zone, '+00:00');
