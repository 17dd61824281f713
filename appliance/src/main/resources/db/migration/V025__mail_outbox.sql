-- Mail that is not sent yet, or was given up. The attachment is a file in the data directory; the reference tells whoever
-- wrote the mail which of its things it was about. message_id stays the same through all tries (RFC 5322 §3.6.4).
create table mail_outbox (
  id bigint not null auto_increment primary key,
  message_id varchar(200) not null,
  recipient varchar(254) not null,
  subject varchar(250) not null,
  body mediumtext not null,
  attachment varchar(250) null,
  attachment_name varchar(100) null,
  reference varchar(100) null,
  state varchar(10) not null,
  created_at datetime(3) not null,
  next_try_at datetime(3) not null,
  tries int not null,
  problem varchar(500) null,
  key mail_outbox_due (state, next_try_at)
) character set utf8mb4;
