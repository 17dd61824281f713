package org.belfry.appliance.support;

import java.util.List;
import org.belfry.pbx.admin.StorageMonitor.PersonView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What messages and recordings of each user take, by the rows of their files. */
final class PersonalUse {
  private static final Logger LOG = LoggerFactory.getLogger(PersonalUse.class);
  private static final String LARGEST =
      """
      select u.extension, u.name, coalesce(m.files, 0) messages, coalesce(m.bytes, 0) message_bytes,
             coalesce(r.files, 0) recordings, coalesce(r.bytes, 0) recording_bytes
      from app_user u
      left join (select user_id, count(*) files, sum(bytes) bytes from voice_message
                 group by user_id) m on m.user_id = u.id
      left join (select coalesce(answered_user, caller_user) user_id, count(*) files,
                 sum(bytes) bytes from recording group by 1) r on r.user_id = u.id
      where m.files > 0 or r.files > 0
      order by message_bytes + recording_bytes desc, u.extension
      limit 100
      """;

  private final JdbcClient jdbc;

  PersonalUse(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The largest first, 100 at most; empty while the database is away. */
  List<PersonView> largest() {
    try {
      return jdbc.sql(LARGEST)
          .query((row, n) ->
              new PersonView(
                  row.getString("extension"),
                  row.getString("name"),
                  row.getLong("messages"),
                  row.getLong("message_bytes"),
                  row.getLong("recordings"),
                  row.getLong("recording_bytes")))
          .list();
    } catch (DataAccessException e) {
      LOG.debug("the database is away", e);
      return List.of();
    }
  }
}
