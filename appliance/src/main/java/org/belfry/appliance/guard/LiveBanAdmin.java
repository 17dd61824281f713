package org.belfry.appliance.guard;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.belfry.appliance.audit.AuditTrail;
import org.belfry.appliance.directory.Seniority;
import org.belfry.pbx.admin.BanAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.guard.Guard;
import org.belfry.pbx.sip.AddressText;
import org.belfry.pbx.sip.IpNetwork;
import org.belfry.pbx.sip.message.HostAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The commands about bans, given to the guard as it works. */
@Component
class LiveBanAdmin implements BanAdmin {
  private static final int NETWORKS_MAX = 1000;

  private final Guard guard;
  private final AllowList allowList;
  private final TransactionTemplate transaction;
  private final AuditTrail audit;
  private final ObjectProvider<Seniority> seniority;

  LiveBanAdmin(
      Guard guard,
      AllowList allowList,
      TransactionTemplate transaction,
      AuditTrail audit,
      ObjectProvider<Seniority> seniority) {
    this.guard = guard;
    this.allowList = allowList;
    this.transaction = transaction;
    this.audit = audit;
    this.seniority = seniority;
  }

  @Override
  public List<BanView> bans() {
    return guard.bans(Instant.now()).stream()
        .map(
            b -> new BanView(AddressText.of(b.source()), b.since(), b.until(), b.nth(), b.reason()))
        .toList();
  }

  @Override
  public void lift(String address) {
    InetAddress source = HostAddress.address(address);
    if (source == null) {
      throw new InvalidCommand("address", "must be an IP address");
    }
    BanView ban =
        bans().stream()
            .filter(each -> each.address().equals(AddressText.of(source)))
            .findFirst()
            .orElse(null);
    if (!guard.unban(source)) {
      throw new NotFound("ban", address);
    }
    audit.tell("ban", source.getHostAddress(), ban, null);
  }

  @Override
  public AllowListView allowList() {
    return new AllowListView(texts(allowList.configured()), texts(allowList.networks()));
  }

  @Override
  public AllowListView replaceAllowList(SaveAllowList command) {
    // The record comes from JSON: components may be null whatever their type says.
    @Nullable List<String> given = command.networks();
    if (given == null || given.size() > NETWORKS_MAX) {
      throw new InvalidCommand("networks", "must be a list of at most " + NETWORKS_MAX);
    }
    List<IpNetwork> networks = new ArrayList<>();
    List<FieldProblem> problems = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      try {
        networks.add(IpNetwork.of(String.valueOf(given.get(i))));
      } catch (IllegalArgumentException e) {
        problems.add(
            new FieldProblem("networks[" + i + "]", "must be a network, such as 192.168.0.0/16"));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidCommand(problems);
    }
    if (!allowList.networks().containsAll(networks)
        && !seniority.stream().allMatch(Seniority::owns)) {
      throw new InvalidCommand("networks", "only an owner can add networks");
    }
    transaction.executeWithoutResult(status -> {
      Told before = new Told(texts(allowList.networks()));
      allowList.set(networks);
      audit.tell("allow_list", "", before, new Told(texts(networks)));
    });
    guard.allow(allowList.all());
    return allowList();
  }

  /** The list as the audit log tells it. */
  private record Told(List<String> networks) {}

  private static List<String> texts(List<IpNetwork> networks) {
    return networks.stream().map(IpNetwork::toString).toList();
  }
}
