package org.belfry.appliance.directory;

import java.util.List;
import java.util.Optional;
import org.belfry.pbx.admin.PeerAdmin.PeerView;
import org.belfry.pbx.admin.PeerAdmin.SavePeer;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of peers. */
@Component
class PeerTable {
  private static final RowMapper<PeerView> ROW =
      (row, n) ->
          new PeerView(
              row.getLong("id"),
              row.getString("name"),
              row.getString("address"),
              row.getString("domain"),
              row.getString("pattern"),
              row.getString("next_hop"));

  private final JdbcClient jdbc;

  PeerTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<PeerView> all() {
    return jdbc.sql("select * from peer order by name").query(ROW).list();
  }

  Optional<PeerView> byId(long id) {
    return jdbc.sql("select * from peer where id = ?").param(id).query(ROW).optional();
  }

  Optional<PeerView> byName(String name) {
    return jdbc.sql("select * from peer where name = ?").param(name).query(ROW).optional();
  }

  void insert(SavePeer p) {
    jdbc.sql("insert into peer(name, address, domain, pattern, next_hop) values(?,?,?,?,?)")
        .param(p.name())
        .param(p.address())
        .param(p.domain())
        .param(p.pattern())
        .param(p.nextHop())
        .update();
  }

  void update(long id, SavePeer p) {
    jdbc.sql("update peer set name=?, address=?, domain=?, pattern=?, next_hop=? where id=?")
        .param(p.name())
        .param(p.address())
        .param(p.domain())
        .param(p.pattern())
        .param(p.nextHop())
        .param(id)
        .update();
  }

  boolean delete(long id) {
    return jdbc.sql("delete from peer where id = ?").param(id).update() > 0;
  }
}
