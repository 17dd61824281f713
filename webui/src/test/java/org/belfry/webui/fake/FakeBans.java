package org.belfry.webui.fake;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.belfry.pbx.admin.BanAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.NotFound;

/** Bans in memory. */
public final class FakeBans implements BanAdmin {
  private final List<BanView> bans = new CopyOnWriteArrayList<>();
  private List<String> networks = List.of();

  public void ban(String address, String reason) {
    Instant now = Instant.now();
    bans.add(new BanView(address, now, now.plus(Duration.ofHours(1)), 1, reason));
  }

  public void clear() {
    bans.clear();
    networks = List.of();
  }

  @Override
  public List<BanView> bans() {
    return List.copyOf(bans);
  }

  @Override
  public void lift(String address) {
    if (!bans.removeIf(ban -> ban.address().equals(address))) {
      throw new NotFound("ban", address);
    }
  }

  @Override
  public AllowListView allowList() {
    return new AllowListView(List.of("127.0.0.0/8", "::1/128"), networks);
  }

  @Override
  public AllowListView replaceAllowList(SaveAllowList command) {
    List<FieldProblem> problems = new ArrayList<>();
    for (int i = 0; i < command.networks().size(); i++) {
      if (!command.networks().get(i).matches("[0-9a-f.:]+(/[0-9]{1,3})?")) {
        problems.add(
            new FieldProblem("networks[" + i + "]", "must be a network, such as 192.168.0.0/16"));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidCommand(problems);
    }
    networks = List.copyOf(command.networks());
    return allowList();
  }
}
