-- Whether a user may hear what was recorded of the own calls.
alter table recording_rule add column hear boolean not null default false;

-- Calls know a ring group by its number; rules were kept by its name, and so never met.
update ignore recording_rule r
  join ring_group g
    on convert(json_unquote(json_extract(g.settings, '$.name')) using utf8mb4) collate utf8mb4_bin = r.name
  set r.name = g.name
  where r.kind = 'GROUP';
