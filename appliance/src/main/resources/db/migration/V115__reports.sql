-- Counts of outside calls are kept for reports, and deleted by age.
alter table fuse_count add key fuse_count_slot (slot);

-- Reports that are mailed on a schedule.
create table report_mail (
  id bigint not null auto_increment primary key,
  period varchar(8) not null,
  hour tinyint not null,
  recipients text not null,
  language varchar(8) not null,
  until date not null,
  sent_at datetime(3) null
) character set utf8mb4 collate utf8mb4_general_ci;
