package org.belfry.appliance.directory;

import java.util.Map;
import org.belfry.appliance.persistence.Deleted;
import org.belfry.appliance.persistence.DeletedItemRestorer;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.PeerAdmin.SavePeer;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Deleted peers. */
@Component
class DeletedPeers implements DeletedItemRestorer {
  private static final String KIND = "peer";
  private static final JsonMapper JSON = new JsonMapper();

  private final DirectoryStore store;
  private final PeerTable table;
  private final Deleted deleted;

  DeletedPeers(DirectoryStore store, PeerTable table, Deleted deleted) {
    this.store = store;
    this.table = table;
    this.deleted = deleted;
  }

  void keep(SavePeer peer) {
    deleted.keep(KIND, peer.name(), JSON.writeValueAsString(peer));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public void restore(String document, Runnable also) {
    SavePeer peer = JSON.readValue(document, SavePeer.class);
    store.change(
        new Edit(Map.of(), "pattern"),
        () -> {
          if (table.byName(peer.name()).isPresent()) {
            throw new InvalidCommand("name", "already in use");
          }
          also.run();
          table.insert(peer);
          return peer.name();
        });
  }
}
