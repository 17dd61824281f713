-- Flows of a device (RFC 5626) and the proxies on the way to it (RFC 3327). contact_hash is the hash of what tells a
-- binding from others: the Contact, or instance and flow.
alter table binding
  add column reg_id int not null default 0 after instance,
  add column path varchar(2000) null after remote_address;
