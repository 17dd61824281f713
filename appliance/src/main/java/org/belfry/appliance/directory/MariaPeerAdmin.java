package org.belfry.appliance.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.PeerAdmin;
import org.belfry.pbx.directory.NumberPattern;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The peer commands. */
@Component
class MariaPeerAdmin implements PeerAdmin {
  /** A number that leads to a peer may stand in a rule: without the peer it would lead nowhere. */
  private static final Edit EDIT = new Edit(Map.of(), "pattern");

  private final DirectoryStore store;
  private final PeerTable table;
  private final DeletedPeers former;

  MariaPeerAdmin(DirectoryStore store, PeerTable table, DeletedPeers former) {
    this.former = former;
    this.store = store;
    this.table = table;
  }

  @Override
  public List<PeerView> peers() {
    return table.all();
  }

  @Override
  public Optional<PeerView> peer(long id) {
    return table.byId(id);
  }

  @Override
  public PeerView create(SavePeer command) {
    return store.change(
        EDIT,
        () -> {
          SavePeer good = checked(command, null);
          table.insert(good);
          return table.byName(good.name()).orElseThrow();
        });
  }

  @Override
  public PeerView replace(long id, SavePeer command) {
    return store.change(
        EDIT,
        () -> {
          PeerView before = table.byId(id).orElseThrow(() -> new NotFound("peer", id));
          table.update(id, checked(command, before));
          return table.byId(id).orElseThrow();
        });
  }

  @Override
  public void delete(long id) {
    store.change(
        EDIT,
        () -> {
          PeerView peer = table.byId(id).orElseThrow(() -> new NotFound("peer", id));
          former.keep(PeerTable.saved(peer));
          return table.delete(id);
        });
  }

  private SavePeer checked(SavePeer c, @Nullable PeerView before) {
    List<FieldProblem> problems = new ArrayList<>();
    // The record comes from JSON: components may be null whatever their type says.
    String name = blankToNull(c.name());
    SavePeer good =
        new SavePeer(
            name == null ? "" : name,
            blankToNull(c.address()),
            lower(blankToNull(c.domain())),
            blankToNull(c.pattern()),
            blankToNull(c.nextHop()),
            c.costs() == null ? before != null && before.costs() : c.costs());
    if (good.name().isEmpty() || good.name().length() > 64) {
      problems.add(new FieldProblem("name", "must have 1 to 64 characters"));
    } else if (table
        .byName(good.name())
        .filter(other -> before == null || other.id() != before.id())
        .isPresent()) {
      problems.add(new FieldProblem("name", "already in use"));
    }
    check(
        problems,
        "address",
        good.address(),
        "must be an IP address or a host name, with an optional port",
        PeerAddress::from);
    check(
        problems,
        "nextHop",
        good.nextHop(),
        "must be a SIP URI, like sip:192.0.2.7:5060;transport=tcp or sip:provider.example",
        PeerAddress::nextHop);
    check(
        problems,
        "pattern",
        good.pattern(),
        "must have 1 to 64 characters; X matches any digit, * only at the end",
        NumberPattern::new);
    if (good.domain() != null
        && (good.domain().length() > 253 || !good.domain().matches("[a-z0-9.\\[\\]:-]+"))) {
      problems.add(new FieldProblem("domain", "must be a host name"));
    }
    boolean serves = good.domain() != null || good.pattern() != null;
    if (serves && good.nextHop() == null) {
      problems.add(new FieldProblem("nextHop", "required for a domain or pattern"));
    }
    if (!serves && good.address() == null) {
      problems.add(new FieldProblem("address", "enter an address, a domain or a pattern"));
    }
    if (!problems.isEmpty()) {
      throw new InvalidCommand(problems);
    }
    return good;
  }

  private interface Reader {
    Object read(String text);
  }

  private static void check(
      List<FieldProblem> problems,
      String field,
      @Nullable String text,
      String message,
      Reader reader) {
    if (text == null) {
      return;
    }
    try {
      reader.read(text);
    } catch (IllegalArgumentException | MalformedHeader e) {
      problems.add(new FieldProblem(field, message));
    }
  }

  private static @Nullable String lower(@Nullable String text) {
    return text == null ? null : text.toLowerCase(Locale.ROOT);
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }
}
