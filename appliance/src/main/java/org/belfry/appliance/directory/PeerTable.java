package org.belfry.appliance.directory;

import java.util.List;
import java.util.Optional;
import org.belfry.appliance.audit.AuditTrail;
import org.belfry.pbx.admin.PeerAdmin.PeerView;
import org.belfry.pbx.admin.PeerAdmin.SavePeer;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of peers. */
@Component
class PeerTable {
  private static final String KIND = "peer";
  private static final RowMapper<PeerView> ROW =
      (row, n) ->
          new PeerView(
              row.getLong("id"),
              row.getString("name"),
              row.getString("address"),
              row.getString("domain"),
              row.getString("pattern"),
              row.getString("next_hop"),
              row.getBoolean("costs"));

  private final JdbcClient jdbc;
  private final AuditTrail audit;

  PeerTable(JdbcClient jdbc, AuditTrail audit) {
    this.jdbc = jdbc;
    this.audit = audit;
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
    audit.tell(KIND, p.name(), null, p);
    jdbc.sql(
            "insert into peer(name, address, domain, pattern, next_hop, costs) values(?,?,?,?,?,?)")
        .param(p.name())
        .param(p.address())
        .param(p.domain())
        .param(p.pattern())
        .param(p.nextHop())
        .param(p.costs())
        .update();
  }

  void update(long id, SavePeer p) {
    audit.tell(KIND, p.name(), byId(id).map(PeerTable::saved).orElse(null), p);
    jdbc.sql(
            "update peer set name=?, address=?, domain=?, pattern=?, next_hop=?, costs=? where"
                + " id=?")
        .param(p.name())
        .param(p.address())
        .param(p.domain())
        .param(p.pattern())
        .param(p.nextHop())
        .param(p.costs())
        .param(id)
        .update();
  }

  boolean delete(long id) {
    byId(id).ifPresent(peer -> audit.tell(KIND, peer.name(), saved(peer), null));
    return jdbc.sql("delete from peer where id = ?").param(id).update() > 0;
  }

  static SavePeer saved(PeerView p) {
    return new SavePeer(p.name(), p.address(), p.domain(), p.pattern(), p.nextHop(), p.costs());
  }
}
