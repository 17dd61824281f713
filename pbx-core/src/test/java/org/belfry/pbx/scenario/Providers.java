package org.belfry.pbx.scenario;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.belfry.pbx.app.trunk.TrunkStatus;
import org.belfry.pbx.directory.DialPlan;
import org.belfry.pbx.directory.OutboundRoute;
import org.belfry.pbx.directory.Trunk;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.message.Grammar;

/** Trunks by peering; each provider is played by a phone that answers for everybody. */
final class Providers {
  static final String BERLIN = "198.51.100.1";
  static final String SPARE = "198.51.100.2";

  private Providers() {}

  /**
   * A trunk like this one.
   *
   * @param channels calls at once; 0 for no limit
   * @param sendsLocation whether it takes locations
   */
  static Trunk with(Trunk t, int channels, boolean sendsLocation) {
    return new Trunk(
        t.id(),
        t.name(),
        t.server(),
        t.proxy(),
        t.registers(),
        t.username(),
        t.authUser(),
        t.password(),
        t.addresses(),
        t.format(),
        t.number(),
        channels,
        t.enabled(),
        sendsLocation);
  }

  static Trunk trunk(String name, String address) {
    return trunk(name, address, address);
  }

  /** A trunk whose server has a name, and whose calls come from this address. */
  static Trunk trunk(String name, String server, String address) {
    return new Trunk(
        1,
        name,
        Grammar.uri("sip:" + server),
        null,
        false,
        "4930999",
        null,
        "secret",
        List.of(InetAddress.ofLiteral(address)),
        "e164",
        "+4930999",
        0,
        true,
        false);
  }

  /** All outside calls go by these trunks, in order. */
  static DialPlan.Edit by(Trunk... trunks) {
    Map<String, Trunk> named = new LinkedHashMap<>();
    for (Trunk trunk : trunks) {
      named.put(trunk.name(), trunk);
    }
    return DialPlan.EMPTY
        .edit()
        .country("DE")
        .trunks(named)
        .routes(
            List.of(
                new OutboundRoute(
                    "all", List.of(), Set.of(), Set.of(), List.copyOf(named.keySet()), null)));
  }

  /** Calls can go by the trunks of the plan, and their servers have answered. */
  static void comeUp(World world) {
    world.server().installTrunkCalls();
    world.advanceUntil(
        () ->
            world.server().directory().dialPlan().trunks().keySet().stream()
                .allMatch(name -> is(world, name, TrunkStatus.Word.UP)),
        120);
  }

  static boolean is(World world, String trunk, TrunkStatus.Word word) {
    TrunkStatus status = world.server().trunks().of(trunk);
    return status != null && status.word() == word;
  }

  /** A trunk is asked for ever whether it is there: it goes before everything settles. */
  static void ends(World world) {
    world.arranges(DialPlan.EMPTY);
    world.advanceUntil(() -> world.server().trunks().all().isEmpty(), 60);
    world.settles();
  }
}
