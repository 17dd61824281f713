package org.belfry.pbx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One word for one thing: no simple class name stands for two things unless it is listed. */
class NamesTest {
  private static final Path REPOSITORY = Path.of("..");

  /**
   * Names that two packages share, with these packages. The reason is the same for all: modules
   * that do not see each other, or fields of which each has the word in its own standard, such as
   * the outcome of an RFC 3263 search and that of an SDP negotiation. Shorten it; a new name needs
   * a reason of its own in its commit.
   */
  private static final String SHARED =
      """
      Accounts: appliance.security, webui.users
      AddressText: media, pbx.sip
      Agreement: media.sdp.negotiation, media.srtp.dtls
      Announcement: appliance.firststart, pbx.app.announcement
      Brand: provisioning.catalogue, webui.base
      Bridge: media.session, pbx.app
      Buckets: appliance.security, pbx.guard
      CallControl: appliance.callcontrol, pbx.admin
      CallDialog: pbx.proxy, webui.history
      Candidate: media.ice, media.sdp
      Connection: media.sdp, pbx.sip.transport
      Content: media.jitter, pbx.call
      CountryTones: media.play, provisioning.settings
      Credentials: media.srtp.dtls, pbx.sip.message
      Destination: pbx.directory, pbx.sip.locate
      Destinations: pbx.proxy, pbx.routing, webui.base
      Edit: appliance.directory, pbx.sip.message
      FarEnd: media.ice, pbx.anchor
      Figure: pbx.engine, webui.dashboard
      Finding: appliance.directory, appliance.health
      Fingerprint: media.sdp, media.srtp.dtls
      Grammar: pbx.app.spoken, pbx.sip.message
      GreetingsPanel: webui.mailboxes, webui.portal
      Guard: pbx.guard, pbx.routing.cpl
      IceCredentials: media.ice, media.sdp
      LegEvent: media.relay, pbx.call
      LegLimits: media.relay, pbx.call
      Line: media.sdp, media.session, pbx.app, pbx.app.ivr
      Lines: media.sdp, pbx.app.ivr
      Mailbox: media.session, pbx.app.voicemail
      Method: media.ice.stun, pbx.sip
      Neighbours: appliance.phones, media.server
      Nonces: media.turn, pbx.auth
      Numbers: media.sdp.negotiation, pbx.routing
      NumbersPanel: webui.users, webui.wizard
      Outbox: appliance.mail, media.server, pbx.sip.transport
      Outcome: pbx.anchor, pbx.call
      Outgoing: media.mix, pbx.sip.transport
      Page: pbx.app.page, webui.base
      PayloadMap: media.relay, media.sdp.negotiation
      Phrases: appliance.prompts, pbx.app.ivr
      Question: pbx.sip.locate, webui.base
      Reasons: pbx.call, webui.base
      Recorder: media.record, webui.softphone
      RemoteIce: media.ice, media.sdp.negotiation
      Room: media.session, pbx.app
      RuleDialog: webui.recordings, webui.users
      RulesPanel: webui.recordings, webui.users
      Sender: media.relay, pbx.app.voicemail
      Settings: appliance.persistence, provisioning.settings
      SettingsPanel: webui.mailboxes, webui.network
      Side: media.sdp.negotiation, media.srtp.dtls
      Sound: media.play, webui.base
      Stage: appliance.backup, media.path
      Step: pbx.engine, webui.wizard
      Ticker: media.session, webui.base
      TrunkStates: pbx.app.trunk, webui.trunks
      UdpListener: media.turn, pbx.sip.transport
      Verdict: media.rtp, pbx.app.trunk
      Words: pbx.routing.cpl, provisioning.vendor
      """;

  @Test
  void noSimpleNameStandsForTwoThingsUnlessListed() throws IOException {
    assertThat(shared()).isEqualTo(listed());
  }

  private static Map<String, String> listed() {
    return SHARED
        .lines()
        .map(line -> line.split(": ", 2))
        .collect(Collectors.toMap(line -> line[0], line -> line[1], (a, b) -> a, TreeMap::new));
  }

  private static Map<String, String> shared() throws IOException {
    Map<String, TreeSet<String>> places = new TreeMap<>();
    for (Path module : modules()) {
      Path sources = module.resolve("src/main/java");
      try (Stream<Path> files = Files.walk(sources)) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .filter(file -> !file.endsWith("package-info.java"))
            .forEach(file ->
                places
                    .computeIfAbsent(name(file), name -> new TreeSet<>())
                    .add(packageOf(sources, file)));
      }
    }
    places.values().removeIf(packages -> packages.size() < 2);
    Map<String, String> shared = new TreeMap<>();
    places.forEach((name, packages) -> shared.put(name, String.join(", ", packages)));
    return shared;
  }

  private static List<Path> modules() throws IOException {
    try (Stream<Path> all = Files.list(REPOSITORY)) {
      return all.filter(each -> Files.isDirectory(each.resolve("src/main/java"))).toList();
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString().replace(".java", "");
  }

  private static String packageOf(Path sources, Path file) {
    String path = sources.relativize(file.getParent()).toString().replace('/', '.');
    return path.replace("org.belfry.", "");
  }
}
