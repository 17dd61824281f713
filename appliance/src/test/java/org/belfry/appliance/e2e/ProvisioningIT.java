package org.belfry.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.belfry.appliance.FreePorts;
import org.belfry.appliance.network.DnsmasqFiles;
import org.belfry.appliance.network.PhoneAddresses.PhoneAddress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A phone out of its box, in a network namespace beside the appliance: it asks for an address by
 * DHCP and for its configuration by multicast, fetches it over HTTPS, reads it as a Yealink would,
 * registers with what it read and is called. And programs of others: linphonec takes its remote
 * provisioning, ldapsearch reads the directory.
 */
@Tag("realclients")
class ProvisioningIT {
  private static final String MAC = "80:5e:c0:12:34:56";
  private static final String UNKNOWN = "80:5e:c0:99:99:99";

  /** Of no maker of phones that is known here: what it says of itself counts. */
  private static final String NOBODYS = "02:00:00:00:00:07";

  private static final String AGENT = "Yealink SIP-T54W 96.86.0.100 ";
  private static final String PASSWORD = "bare-password";

  @TempDir static Path temp;
  private static NatLab lab;
  private static Seat seat;
  private static RunningAppliance appliance;

  @BeforeAll
  static void start() throws IOException {
    lab = new NatLab(Duration.ofSeconds(30));
    String network = lab.address().replaceAll("\\.\\d+$", ".");
    appliance =
        new RunningAppliance(
            temp.resolve("data"),
            lab.address(),
            FreePorts.next(),
            "--belfry.provisioning.dhcp=server",
            "--belfry.provisioning.dhcp-interface=" + lab.network(),
            "--belfry.provisioning.dhcp-range=" + network + "100-" + network + "120",
            "--belfry.provisioning.tftp=true",
            "--belfry.provisioning.ldaps-port=" + FreePorts.next());
    for (String extension : List.of("2001", "2002", "2003")) {
      String user =
          "{\"extension\":\"%s\",\"name\":\"User Number%s\",\"sipPassword\":\"%s\"}"
              .formatted(extension, extension, PASSWORD);
      assertThat(appliance.api().post("/api/v1/users", user).statusCode()).isEqualTo(201);
    }
    seat = lab.stranger();
    Files.writeString(temp.resolve("lease"), "#!/bin/sh\n[ \"$1\" = bound ] && env\nexit 0\n");
    assertThat(temp.resolve("lease").toFile().setExecutable(true)).isTrue();
    Files.writeString(temp.resolve("ask.py"), ASK);
  }

  @AfterAll
  static void stop() {
    if (appliance != null) {
      appliance.close();
    }
    if (lab != null) {
      lab.close();
    }
  }

  /** One SUBSCRIBE as a Yealink sends it; what comes back within three seconds. */
  private static final String ASK =
      """
      import socket, sys
      ours, mac = sys.argv[1], sys.argv[2].replace(':', '')
      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(ours))
      s.bind((ours, 5060))
      s.settimeout(3)
      uri = 'sip:MAC%3a' + mac + '@224.0.1.75'
      s.sendto(('\\r\\n'.join([
        'SUBSCRIBE ' + uri + ' SIP/2.0',
        'Via: SIP/2.0/UDP ' + ours + ':5060;branch=z9hG4bK-pnp-1;rport',
        'Max-Forwards: 70', 'From: <' + uri + '>;tag=17', 'To: <' + uri + '>',
        'Call-ID: pnp-1@' + ours, 'CSeq: 1 SUBSCRIBE',
        'Event: ua-profile;profile-type="device";vendor="yealink";model="T54W";version="96.86.0.100"',
        'Expires: 0', 'Accept: application/url', 'Contact: <sip:' + ours + ':5060>',
        'Content-Length: 0', '', ''])).encode(), ('224.0.1.75', 5060))
      try:
        while True:
          data, peer = s.recvfrom(4096)
          text = data.decode()
          print(text)
          if text.startswith('NOTIFY'):
            lines = text.split('\\r\\n')
            keep = [l for l in lines if l.split(':')[0] in ('Via', 'From', 'To', 'Call-ID', 'CSeq')]
            s.sendto(('SIP/2.0 200 OK\\r\\n' + '\\r\\n'.join(keep)
              + '\\r\\nContent-Length: 0\\r\\n\\r\\n').encode(), peer)
            break
      except socket.timeout:
        print('NOTHING')
      """;

  private static JsonNode adopt(String json) {
    var answer = appliance.api().post("/api/v1/phones", json);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return new JsonMapper().readTree(answer.body());
  }

  @Test
  void aPhoneOutOfItsBoxFindsItsFilesRegistersAndIsCalled() throws IOException {
    plugIn(UNKNOWN);
    assertThat(asks(UNKNOWN)).contains("NOTHING");
    assertThat(lease()).contains("ip=").doesNotContain("opt160", "/p/");
    assertThat(appliance.api().get("/api/v1/phones/new").toString())
        .contains(UNKNOWN, "yealink", "T54W");
    plugIn(NOBODYS);
    assertThat(lease("-V", "snomD785")).contains("ip=").doesNotContain("/p/");
    await(() ->
        appliance
            .api()
            .get("/api/v1/phones/new")
            .valueStream()
            .anyMatch(each ->
                each.path("mac").asString().equals(NOBODYS)
                    && each.path("brand").asString().equals("snom")
                    && each.path("model").asString().equals("D785")));

    JsonNode phone =
        adopt(
            "{\"mac\":\"%s\",\"brand\":\"yealink\",\"model\":\"T54W\",\"user\":\"2001\"}"
                .formatted(MAC));
    String url = phone.path("provisioningUrl").asString();
    plugIn(MAC);
    String notify = asks(MAC);
    assertThat(notify).contains("SIP/2.0 200 OK", "NOTIFY sip:", "application/url", url);
    eventuallyLeased(url);

    Map<String, String> read = yealink(fetch(url + MAC.replace(":", "") + ".cfg", AGENT + MAC));
    assertThat(read.get("account.1.sip_server.1.transport_type")).isEqualTo("0");
    Account account =
        new Account(
            read.get("account.1.user_name"),
            read.get("account.1.password"),
            read.get("account.1.sip_server.1.address"),
            Integer.parseInt(read.get("account.1.sip_server.1.port")),
            "udp",
            440);
    assertThat(fetch(url + "x", AGENT + UNKNOWN)).doesNotContain("account.1");
    // It has its address now; whoever takes its MAC address on is not told, unless somebody says
    // so.
    assertThat(asks(MAC)).contains("NOTHING");
    String again = "/api/v1/phones/" + phone.path("id").asLong() + "/welcome";
    assertThat(appliance.api().post(again, "").statusCode()).isEqualTo(204);
    assertThat(asks(MAC)).contains("NOTIFY sip:", url);
    try (Baresip desk = Baresip.at(seat, temp.resolve("desk"), account);
        Baresip caller =
            new Baresip(
                temp.resolve("caller"),
                new Account("2002", PASSWORD, lab.address(), appliance.sipPort(), "udp", 700))) {
      desk.registered();
      caller.registered();
      caller.dials("2001");
      desk.rings();
      desk.answers();
      desk.talks();
      caller.talks();
      caller.hangsUp();
      desk.callIsOver();
    }
    assertThat(appliance.api().get("/api/v1/phones/" + phone.path("id").asLong()).toString())
        .contains("\"firmware\":\"96.86.0.100\"", "\"upToDate\":true");
  }

  @Test
  void linphoneTakesItsRemoteProvisioningRegistersAndCalls() throws IOException {
    JsonNode phone = adopt("{\"brand\":\"linphone\",\"model\":\"Linphone\",\"user\":\"2003\"}");
    Path home = temp.resolve("linphone");
    Files.createDirectories(home.resolve(".local/share/linphone"));
    Files.writeString(home.resolve("authority.pem"), fetch(authority(phone), "curl"));
    Files.writeString(
        home.resolve("linphonerc"),
        """
        [sip]
        sip_port=%d
        root_ca=%s
        verify_server_cn=0
        register_only_when_network_is_up=0
        guess_hostname=0
        [misc]
        config-uri=%s
        """
            .formatted(
                FreePorts.next(),
                home.resolve("authority.pem"),
                phone.path("provisioningUrl").asString()));
    try (Baresip callee =
            new Baresip(
                temp.resolve("callee"),
                new Account("2002", PASSWORD, lab.address(), appliance.sipPort(), "udp", 700));
        Console linphone =
            new Console(
                home,
                Map.of("HOME", home.toString()),
                List.of("linphonec", "-c", home.resolve("linphonerc").toString(), "-d", "6"))) {
      callee.registered();
      linphone.await("LinphoneRegistrationOk", Duration.ofSeconds(30));
      linphone.type("soundcard use files");
      linphone.type("call sip:2002@" + lab.address() + ":" + appliance.sipPort());
      callee.rings();
      callee.answers();
      callee.talks();
      linphone.await("LinphoneCallStreamsRunning", Duration.ofSeconds(15));
      linphone.type("terminate");
      callee.callIsOver();
    }
  }

  @Test
  void whoGuessesSecretAddressesGetsNothingAndSilencesNobody() throws IOException {
    String url =
        adopt(
                "{\"mac\":\"c074ad000001\",\"brand\":\"grandstream\",\"model\":\"GRP2614\","
                    + "\"user\":\"2002\"}")
            .path("provisioningUrl")
            .asString();
    Seat home = lab.seat(lab.portPreserving());
    String file = url + "cfgc074ad000001.xml";
    String guesses = url.replaceAll("/p/.*", "/p/") + "guess[1-60]/cfgc074ad000001.xml";
    assertThat(fetch(home, file, "curl")).contains("<gs_provision");
    assertThat(fetch(home, guesses, "curl")).doesNotContain("<gs_provision");
    assertThat(appliance.api().get("/api/v1/bans").toString())
        .doesNotContain(lab.portPreserving().address());
    assertThat(fetch(home, file, "curl")).contains("<gs_provision");
  }

  @Test
  void aDnsmasqThatDiesIsStartedAnewAndServesFilesByTftp() throws IOException {
    Path directory = temp.resolve("data/dnsmasq");
    Files.writeString(directory.resolve("tftp/hello.cfg"), "for phones that can do no better");
    String file = "tftp://" + lab.address() + "/hello.cfg";
    assertThat(fetch(file, "curl")).contains("no better");
    ProcessHandle.of(dnsmasq().path("pid").asLong()).ifPresent(ProcessHandle::destroyForcibly);
    await(() -> dnsmasq().path("restarts").asInt() == 1 && dnsmasq().path("pid").asLong() > 0);
    await(() -> fetch(file, "curl").contains("no better"));
  }

  /**
   * Another server gives the addresses; a phone that has one asks ours, which gives none, for
   * information (DHCPINFORM, RFC 2131 §3.4).
   */
  @Test
  void besideAnotherDhcpServerAPhoneIsToldItsAddressAndNothingElse() throws IOException {
    Seat home = lab.seat(lab.symmetric());
    String router = home.address().replaceAll("\\d+$", "1");
    String namespace = lab.symmetric().namespace();
    Path directory = Files.createDirectories(temp.resolve("beside"));
    String url = "https://" + router + ":8443/p/secret/";
    List<PhoneAddress> phones = List.of(new PhoneAddress(12, MAC, "yealink", url));
    Files.writeString(directory.resolve("phones"), DnsmasqFiles.phones(phones));
    Files.writeString(directory.resolve("options"), DnsmasqFiles.options(phones));
    Files.writeString(
        directory.resolve("configuration"),
        DnsmasqFiles.configuration(
            new DnsmasqFiles.Wanted(
                directory.toString(),
                "root",
                "proxy",
                interfaceOf(namespace, router),
                null,
                router,
                null,
                List.of(),
                null,
                5060,
                -1,
                false)));
    Files.writeString(directory.resolve("asked.sh"), DnsmasqFiles.script(directory.toString()));
    assertThat(directory.resolve("asked.sh").toFile().setExecutable(true)).isTrue();
    Files.writeString(directory.resolve("dhcpcd.conf"), "define 160 string files\n");
    Files.writeString(directory.resolve("hook"), "#!/bin/sh\nenv\nexit 0\n");
    assertThat(directory.resolve("hook").toFile().setExecutable(true)).isTrue();
    run(home.inside(List.of("ip", "link", "set", "dev", "eth0", "address", MAC)));
    Process dnsmasq =
        new ProcessBuilder(
                "ip",
                "netns",
                "exec",
                namespace,
                "/usr/sbin/dnsmasq",
                "--conf-file=" + directory.resolve("configuration"))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    try {
      await(() -> Files.readString(directory.resolve("log")).contains("read " + directory));
      String script = temp.resolve("lease").toString(); // the system's own would take the address
      assertThat(
              run(
                  home.inside(
                      List.of(
                          "udhcpc", "-f", "-q", "-n", "-i", "eth0", "-t", "2", "-T", "1", "-s",
                          script))))
          .contains("no lease");
      String said =
          run(
              home.inside(
                  List.of(
                      "dhcpcd",
                      "-f",
                      directory.resolve("dhcpcd.conf").toString(),
                      "-B",
                      "-1",
                      "-4",
                      "-t",
                      "15",
                      "-c",
                      directory.resolve("hook").toString(),
                      "-o",
                      "files",
                      "--inform=" + home.address() + "/24",
                      "eth0")));
      assertThat(said)
          .contains("reason=INFORM", "new_files=" + url)
          .doesNotContain("new_routers=", "new_domain_name_servers=");
    } finally {
      dnsmasq.descendants().forEach(ProcessHandle::destroy);
      dnsmasq.destroy();
    }
  }

  private static String interfaceOf(String namespace, String address) throws IOException {
    return run(List.of("ip", "-n", namespace, "-o", "-4", "addr", "show"))
        .lines()
        .filter(line -> line.contains(" " + address + "/"))
        .map(line -> line.strip().split("\\s+")[1])
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode dnsmasq() {
    return appliance
        .api()
        .get("/actuator/health")
        .path("components")
        .path("dnsmasq")
        .path("details");
  }

  private static void await(Callable<Boolean> condition) throws IOException {
    Instant deadline = Instant.now().plusSeconds(30);
    try {
      while (!condition.call()) {
        assertThat(Instant.now()).as("in time").isBefore(deadline);
        Ear.pass(Duration.ofMillis(300));
      }
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void ldapsearchReadsTheDirectoryWithThePhonesPasswordAndNotWithout() throws IOException {
    JsonNode phone =
        adopt(
            "{\"mac\":\"000413aabbcc\",\"brand\":\"snom\",\"model\":\"D785\",\"user\":\"2002\","
                + "\"settings\":{\"directory\":\"ldap\"}}");
    String file = fetch(phone.path("provisioningUrl").asString(), "snomD785/10.1.54.15");
    String password = element(file, "ldap_password");
    Path authority = temp.resolve("authority.pem");
    Files.writeString(authority, fetch(authority(phone), "curl"));
    String server = "ldaps://" + lab.address() + ":" + element(file, "ldap_port");
    List<String> search =
        List.of(
            "env",
            "LDAPTLS_CACERT=" + authority,
            "ldapsearch",
            "-x",
            "-LLL",
            "-H",
            server,
            "-D",
            element(file, "ldap_username"),
            "-w",
            password,
            "-b",
            element(file, "ldap_base"),
            "(cn=*Number2003*)",
            "cn",
            "telephoneNumber");
    assertThat(run(search)).contains("telephoneNumber: 2003", "cn: User Number2003");
    assertThat(run(search.stream().map(w -> w.equals(password) ? "wrong" : w).toList()))
        .contains("Invalid credentials")
        .doesNotContain("telephoneNumber: 2003");
    assertThat(
            run(
                List.of(
                    "env",
                    "LDAPTLS_CACERT=" + authority,
                    "ldapsearch",
                    "-x",
                    "-H",
                    server,
                    "-b",
                    "dc=belfry")))
        .doesNotContain("2003");
  }

  private static String authority(JsonNode phone) {
    return phone.path("provisioningUrl").asString().replaceAll("[^/]*$", "") + "ca.pem";
  }

  private static String element(String xml, String name) {
    return xml.replaceAll("(?s).*<" + name + " [^>]*>([^<]*)<.*", "$1");
  }

  private static String asks(String mac) throws IOException {
    return run(
        seat.inside(List.of("python3", temp.resolve("ask.py").toString(), seat.address(), mac)));
  }

  private static String lease(String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("udhcpc", "-f", "-q", "-n", "-i", "wan", "-t", "4", "-T", "1", "-O", "160"));
    command.addAll(List.of("-s", temp.resolve("lease").toString()));
    command.addAll(List.of(more));
    return run(seat.inside(command));
  }

  /**
   * The DHCP server is told of a new phone within two seconds. The client shows option 160 as it
   * came, in hex; of option 66, which has the same, it takes nothing but host names.
   */
  private static void eventuallyLeased(String url) throws IOException {
    String told = "opt160=" + HexFormat.of().formatHex(url.getBytes(StandardCharsets.US_ASCII));
    String said = lease();
    for (int i = 0; i < 5 && !said.contains(told); i++) {
      Ear.pass(Duration.ofSeconds(1));
      said = lease();
    }
    assertThat(said).contains(told);
  }

  private static String fetch(String url, String agent) throws IOException {
    return fetch(seat, url, agent);
  }

  private static String fetch(Seat from, String url, String agent) throws IOException {
    return run(from.inside(List.of("curl", "-s", "-k", "-m", "15", "-A", agent, url)));
  }

  private static Map<String, String> yealink(String file) {
    assertThat(file).startsWith("#!version:1.0.0.1");
    Map<String, String> words = new HashMap<>();
    file.lines()
        .filter(line -> line.contains(" = "))
        .forEach(line -> words.put(line.split(" = ", 2)[0], line.split(" = ", 2)[1]));
    return words;
  }

  /** Another phone at the same place; this machine must not remember the one before. */
  private static void plugIn(String mac) throws IOException {
    inside("ip", "link", "set", "dev", "wan", "address", mac);
    run(List.of("ip", "neigh", "flush", "dev", lab.network()));
  }

  private static void inside(String... command) throws IOException {
    run(seat.inside(List.of(command)));
  }

  private static String run(List<String> command) throws IOException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      return said;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
