package org.belfry.appliance.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.belfry.appliance.FreePorts;
import org.belfry.appliance.network.DnsmasqFiles.Wanted;
import org.belfry.appliance.network.DnsmasqNotes.Device;
import org.belfry.appliance.network.PhoneAddresses.PhoneAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

class DnsmasqFilesTest {
  private static final Path HOST =
      Path.of("../installer/root/usr/lib/belfry/host").toAbsolutePath().normalize();
  private static final List<PhoneAddress> PHONES =
      List.of(
          new PhoneAddress(12, "80:5e:c0:12:34:56", "yealink", "https://192.0.2.1:8443/p/secret/"),
          new PhoneAddress(
              13, "00:04:13:aa:bb:cc", "snom", "https://192.0.2.1:8443/p/other/snom.xml"));

  private static Wanted wanted(String directory) {
    return new Wanted(
        directory,
        System.getProperty("user.name"),
        "server",
        "eth0",
        "192.0.2.100-192.0.2.200",
        "192.0.2.1",
        "192.0.2.254",
        List.of("192.0.2.53"),
        "pbx.example",
        5060,
        5061,
        true);
  }

  @Test
  void aServerGivesAddressesNamesAndFiles() {
    assertThat(DnsmasqFiles.configuration(wanted("/d")).lines())
        .contains(
            "interface=eth0",
            "dhcp-range=192.0.2.100,192.0.2.200,12h",
            "dhcp-option=option:sip-server,192.0.2.1",
            "dhcp-option=option:router,192.0.2.254",
            "dhcp-option=150,192.0.2.1",
            "naptr-record=pbx.example,10,50,S,SIPS+D2T,,_sips._tcp.pbx.example",
            "srv-host=_sip._udp.pbx.example,sip.pbx.example,5060,10,50",
            "tftp-root=/d/tftp")
        .doesNotContain("port=0");
  }

  @Test
  void withoutNamesItLeavesTheDnsToOthers() {
    Wanted w = wanted("/d");
    Wanted plain =
        new Wanted(
            "/d",
            "root",
            "proxy",
            "eth0",
            null,
            w.address(),
            w.router(),
            w.resolvers(),
            null,
            5060,
            -1,
            false);
    assertThat(DnsmasqFiles.configuration(plain).lines())
        .contains("port=0", "dhcp-range=192.0.2.1,static", "dhcp-option=option:router")
        .noneMatch(line -> line.startsWith("naptr") || line.startsWith("tftp"));
  }

  @Test
  void phonesAskTheNameServersOfThisMachineUnlessItIsOne() {
    Wanted w = wanted("/d");
    Wanted plain =
        new Wanted(
            "/d",
            "root",
            "server",
            "eth0",
            w.range(),
            w.address(),
            null,
            w.resolvers(),
            null,
            5060,
            -1,
            false);
    assertThat(DnsmasqFiles.configuration(plain).lines())
        .contains("dhcp-option=option:dns-server,192.0.2.53", "dhcp-option=option:router");
    assertThat(DnsmasqFiles.configuration(w)).doesNotContain("dns-server");
  }

  @Test
  void onlyAKnownPhoneIsToldItsAddress() {
    assertThat(DnsmasqFiles.phones(PHONES))
        .isEqualTo("80:5e:c0:12:34:56,set:phone12\n00:04:13:aa:bb:cc,set:phone13\n");
    assertThat(DnsmasqFiles.options(PHONES).lines())
        .hasSize(8)
        .allMatch(line -> line.startsWith("tag:phone"))
        .contains("tag:phone12,66,\"https://192.0.2.1:8443/p/secret/\"");
    assertThat(DnsmasqFiles.options(List.of())).isEmpty();
  }

  @Test
  void option43IsWrittenAsTheMakerReadsIt() {
    assertThat(
            DnsmasqFiles.options(PHONES)
                .lines()
                .filter(line -> line.matches(".*,(43|vendor.*),.*")))
        .containsExactly(
            "tag:phone12,43,\"https://192.0.2.1:8443/p/secret/\"",
            "tag:phone13,vendor:snom,66,\"https://192.0.2.1:8443/p/other/snom.xml\"");
    assertThat(
            DnsmasqFiles.options(
                List.of(new PhoneAddress(14, "c0:74:ad:00:00:01", "grandstream", "https://x/"))))
        .doesNotContain(",43,", "vendor:");
  }

  /** Debian's own dnsmasq says whether it would take the file. */
  @Test
  void dnsmasqTakesIt(@TempDir Path directory) throws IOException, InterruptedException {
    Files.createDirectories(directory.resolve("tftp"));
    Files.writeString(directory.resolve("phones"), DnsmasqFiles.phones(PHONES));
    Files.writeString(directory.resolve("options"), DnsmasqFiles.options(PHONES));
    Path configuration = directory.resolve("configuration");
    Files.writeString(configuration, DnsmasqFiles.configuration(wanted(directory.toString())));
    Process process =
        new ProcessBuilder("/usr/sbin/dnsmasq", "--test", "--conf-file=" + configuration)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }

  @Test
  void whoeverGetsAnAddressIsNotedWithWhatItSaysOfItself(@TempDir Path directory)
      throws IOException, InterruptedException {
    Path script = directory.resolve("asked.sh");
    Path asked = directory.resolve("asked");
    Files.writeString(script, DnsmasqFiles.script(directory.toString()));
    runs(script, "add", "snomD785 $(reboot) \"`id`\"");
    runs(script, "del", "gone");
    assertThat(asked).hasContent("00:04:13:aa:bb:cc\t192.0.2.100\tsnomD785 $(reboot) \"`id`\"\n");
    Files.write(asked, new byte[1_100_000]);
    runs(script, "add", "a new file");
    assertThat(asked).hasContent("00:04:13:aa:bb:cc\t192.0.2.100\ta new file\n");
    assertThat(directory.resolve("asked.old")).hasSize(1_100_000);
  }

  @Test
  void thePackageHasTheSameScript() throws IOException {
    assertThat(HOST.resolveSibling("dhcp-asked"))
        .hasContent(DnsmasqFiles.script("/var/lib/belfry-dnsmasq"));
  }

  /** The supervisor takes lines of known forms only; ours are all among them. */
  @Test
  void theHostTakesEveryLineThatWeWrite(@TempDir Path data)
      throws IOException, InterruptedException {
    Wanted w = wanted("/d");
    Wanted proxy =
        new Wanted(
            "/d", "x", "proxy", "br0.7", null, "10.0.0.1", null, List.of(), null, 5060, -1, false);
    Wanted plain =
        new Wanted(
            "/d",
            "x",
            "server",
            "eth0",
            w.range(),
            w.address(),
            null,
            List.of("192.0.2.53", "192.0.2.54"),
            null,
            5060,
            -1,
            false);
    Path theirs = Files.createDirectories(data.resolve("dnsmasq"));
    for (Wanted each : List.of(w, proxy, plain)) {
      String wishes = DnsmasqFiles.wishes(each);
      Files.writeString(theirs.resolve("configuration"), wishes);
      assertThat(host(data, "allowed configuration \"$WISHES\"")).isEqualTo(wishes);
    }
    Files.writeString(theirs.resolve("phones"), DnsmasqFiles.phones(PHONES));
    Files.writeString(theirs.resolve("options"), DnsmasqFiles.options(PHONES));
    assertThat(host(data, "allowed phones \"$PHONES\"")).isEqualTo(DnsmasqFiles.phones(PHONES));
    assertThat(host(data, "allowed options \"$OPTIONS\"")).isEqualTo(DnsmasqFiles.options(PHONES));
  }

  /** Debian's own dnsmasq says whether it would take what the host makes of it. */
  @Test
  void dnsmasqTakesWhatTheHostMakes(@TempDir Path data) throws IOException, InterruptedException {
    Path theirs = Files.createDirectories(data.resolve("dnsmasq"));
    Path configuration = data.resolve("configuration");
    Files.writeString(theirs.resolve("configuration"), DnsmasqFiles.wishes(wanted("/d")));
    Files.writeString(
        configuration, host(data, "configuration \"$(allowed configuration \"$WISHES\")\""));
    Process process =
        new ProcessBuilder("/usr/sbin/dnsmasq", "--test", "--conf-file=" + configuration)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }

  /** A function of the script that root runs, over this data directory. */
  private static String host(Path data, String function) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/bash", "-c", ". \"$1\"; " + function, "host", HOST.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("BELFRY_DATA", data.toString());
    builder.environment().put("BELFRY_DNSMASQ_RUN", data.toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    return said;
  }

  @Test
  void whoAskedIsReadOnceAndARestartChangesNothing(@TempDir Path directory) throws IOException {
    Path asked = directory.resolve("asked");
    Path position = directory.resolve("position");
    DnsmasqNotes notes = new DnsmasqNotes(directory, position);
    assertThat(notes.asked()).isEmpty();
    Files.writeString(asked, "a\t192.0.2.1\tone\nb\t192.0.2.2\tha");
    assertThat(notes.asked()).containsExactly(new Device("a", "192.0.2.1", "one"));
    assertThat(notes.asked()).isEmpty();
    Files.writeString(asked, "lf\n", StandardOpenOption.APPEND);
    assertThat(new DnsmasqNotes(directory, position).asked())
        .containsExactly(new Device("b", "192.0.2.2", "half"));
    assertThat(new DnsmasqNotes(directory, position).asked()).isEmpty();
    Files.move(asked, directory.resolve("asked.old"));
    Files.writeString(asked, "c\t192.0.2.3\t\n");
    assertThat(new DnsmasqNotes(directory, position).asked())
        .containsExactly(new Device("c", "192.0.2.3", ""));
  }

  @Test
  void leasesOfBeforeAreKnownAndALinkIsNotFollowed(@TempDir Path directory) throws IOException {
    Path leases = directory.resolve("leases");
    DnsmasqNotes notes = new DnsmasqNotes(directory, directory.resolve("position"));
    assertThat(notes.leases()).isEmpty();
    Files.writeString(
        directory.resolve("elsewhere"), "1764000000 00:04:13:aa:bb:cc 192.0.2.7 * *\n");
    Files.createSymbolicLink(leases, directory.resolve("elsewhere"));
    assertThat(notes.leases()).isEmpty();
    Files.delete(leases);
    Files.move(directory.resolve("elsewhere"), leases);
    assertThat(notes.leases()).containsExactly(new Device("00:04:13:aa:bb:cc", "192.0.2.7", ""));
  }

  /** As dnsmasq runs it: what happened, MAC address, address, name; the rest in the environment. */
  private static void runs(Path script, String event, String vendorClass)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            "/bin/sh", script.toString(), event, "00:04:13:aa:bb:cc", "192.0.2.100", "phone");
    builder.environment().put("DNSMASQ_VENDOR_CLASS", vendorClass);
    Process process = builder.inheritIO().start();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void dnsmasqTellsWhereTheSipDomainIs(@TempDir Path directory)
      throws IOException, InterruptedException {
    Files.createDirectories(directory.resolve("tftp"));
    Path configuration = directory.resolve("configuration");
    Wanted w = wanted(directory.toString());
    Wanted names =
        new Wanted(
            w.directory(),
            w.user(),
            "off",
            null,
            null,
            w.address(),
            null,
            List.of(),
            w.domain(),
            5060,
            5061,
            false);
    Files.writeString(configuration, DnsmasqFiles.configuration(names));
    int port = FreePorts.next();
    Process dnsmasq =
        new ProcessBuilder(
                "/usr/sbin/dnsmasq",
                "--conf-file=" + configuration,
                "--listen-address=127.0.0.1",
                "--no-resolv",
                "--port=" + port)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    try {
      assertThat(answers(port, "pbx.example.", Type.NAPTR))
          .anyMatch(text -> text.contains("\"SIPS+D2T\" \"\" _sips._tcp.pbx.example."))
          .anyMatch(text -> text.contains("\"SIP+D2U\" \"\" _sip._udp.pbx.example."));
      assertThat(answers(port, "_sips._tcp.pbx.example.", Type.SRV))
          .containsExactly("10 50 5061 sip.pbx.example.");
      assertThat(answers(port, "_sip._udp.pbx.example.", Type.SRV))
          .containsExactly("10 50 5060 sip.pbx.example.");
      assertThat(answers(port, "sip.pbx.example.", Type.A)).containsExactly("192.0.2.1");
    } finally {
      dnsmasq.destroy();
      assertThat(dnsmasq.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** It may take a moment until it listens. */
  private static List<String> answers(int port, String name, int type) throws IOException {
    SimpleResolver resolver = new SimpleResolver("127.0.0.1");
    resolver.setPort(port);
    resolver.setTimeout(Duration.ofMillis(500));
    Message question = Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
    Instant deadline = Instant.now().plusSeconds(15);
    while (true) {
      try {
        return resolver.send(question).getSection(Section.ANSWER).stream()
            .map(Record::rdataToString)
            .toList();
      } catch (IOException notYet) {
        if (Instant.now().isAfter(deadline)) {
          throw notYet;
        }
      }
    }
  }
}
