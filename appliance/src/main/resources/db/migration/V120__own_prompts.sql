-- How the owner's recordings in prompts/own came to be; the sounds are files.
create table own_prompt (
  language varchar(3) not null,
  name varchar(64) not null,
  made varchar(16) not null,
  spoken text not null,
  at datetime(3) not null,
  primary key (language, name)
);
