package org.belfry.webui.fake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.TrunkAdmin;
import org.jspecify.annotations.Nullable;

/** Trunks in memory. */
public final class FakeTrunks implements TrunkAdmin {
  /** As the appliance says it. */
  private static final String BY_ADDRESS =
      "calls are identified by their UDP source address, which can be forged: add ;transport=tls to"
          + " the server if the provider supports TLS; otherwise register and leave the addresses"
          + " empty";

  private final FakeThings<TrunkView> trunks =
      new FakeThings<>(TrunkView::id, TrunkView::name, "name");
  private @Nullable String lastPassword;

  /** What the last command said of the password. */
  public @Nullable String lastPassword() {
    return lastPassword;
  }

  public void clear() {
    trunks.clear();
  }

  @Override
  public List<TrunkView> trunks() {
    return trunks.all(Comparator.comparing(TrunkView::name));
  }

  @Override
  public Optional<TrunkView> trunk(long id) {
    return trunks.byId(id);
  }

  @Override
  public TrunkView create(SaveTrunk command) {
    return trunks.save(view(trunks.nextId(), command, command.password() != null));
  }

  @Override
  public TrunkView replace(long id, SaveTrunk command) {
    TrunkView before = trunk(id).orElseThrow(() -> new NotFound("trunk", id));
    return trunks.save(view(id, command, command.password() == null ? before.hasPassword() : true));
  }

  @Override
  public void delete(long id) {
    trunks.delete(id);
  }

  @Override
  public List<FormatView> formats() {
    return List.of(
        new FormatView("e164", "+49301234567; the caller in From and P-Asserted-Identity"),
        new FormatView("national", "0301234567 and 0044…; the caller in From"));
  }

  private TrunkView view(long id, SaveTrunk c, boolean hasPassword) {
    lastPassword = c.password();
    List<FieldProblem> problems = new ArrayList<>();
    if (!c.name().matches("[A-Za-z0-9-]{1,32}")) {
      problems.add(new FieldProblem("name", "must have 1 to 32 letters, digits or hyphens"));
    }
    if (c.server().isEmpty()) {
      problems.add(new FieldProblem("server", "required"));
    }
    if (Boolean.TRUE.equals(c.registers()) && c.username() == null) {
      problems.add(new FieldProblem("username", "required to register"));
    }
    List<String> addresses = c.addresses() == null ? List.of() : c.addresses();
    for (int i = 0; i < addresses.size(); i++) {
      if (!addresses.get(i).matches("[0-9a-f.:]+")) {
        problems.add(new FieldProblem("addresses[" + i + "]", "must be an IP address"));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidCommand(problems);
    }
    return new TrunkView(
        id,
        c.name(),
        c.server(),
        c.proxy(),
        Boolean.TRUE.equals(c.registers()),
        c.username(),
        c.authUser(),
        hasPassword,
        addresses,
        c.format() == null ? "e164" : c.format(),
        c.number(),
        c.channels() == null ? 0 : c.channels(),
        c.enabled() == null || c.enabled(),
        Boolean.TRUE.equals(c.sendsLocation()),
        addresses.isEmpty() || c.server().contains(";transport=tls")
            ? List.of()
            : List.of(new FieldProblem("addresses", BY_ADDRESS)));
  }
}
