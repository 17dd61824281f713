package org.belfry.appliance.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.belfry.appliance.network.PhoneAddresses.PhoneAddress;
import org.jspecify.annotations.Nullable;

/**
 * What dnsmasq is told, as pure functions: its configuration, and two files that it reads again
 * when it is told to (SIGHUP), with the phones and what each of them is told. An unknown phone gets
 * an address and nothing else.
 *
 * <p>A configuration of dnsmasq can name programs to run. Where dnsmasq has rights that we have
 * not, the supervisor of this machine therefore makes it itself, of those lines of {@link #wishes}
 * that it allows ({@code installer/root/usr/lib/belfry/host}).
 */
public final class DnsmasqFiles {
  /**
   * In which phones look for the address of their files; each asks for those that it reads. 66 is
   * everybody's (RFC 2132 §9.4), 160 Poly's and Grandstream's, 159 and 160 Cisco's, as their makers
   * document.
   */
  private static final List<Integer> OPTIONS = List.of(66, 159, 160);

  /**
   * Makers whose phones take option 43 (RFC 2132 §8.4) for an address as it is: Yealink after its
   * option 66, Fanvil when it is set to.
   */
  private static final Set<String> PLAIN_43 = Set.of("yealink", "fanvil");

  /**
   * Snom's phones say a vendor class, {@code snomD785}, and take what is inside option 43 then
   * before everything else: option 66 within it (service.snom.com, "DHCP options").
   */
  private static final String TUNNEL = "snom";

  /** What is longer is begun anew. */
  private static final int ASKED_KBYTES_MAX = 1000;

  private DnsmasqFiles() {}

  /**
   * What it is to do.
   *
   * @param directory of its files
   * @param user it runs as
   * @param dhcp {@code off}, {@code server} or {@code proxy}
   * @param network network interface of the phones, or null for all
   * @param range {@code first-last} of the addresses that are given, or null
   * @param address ours on that network
   * @param router of that network, or null when this machine knows none there
   * @param resolvers name servers for the phones while we are none
   * @param domain SIP domain to answer for, or null
   * @param sipPort 1 to 65535; so the next, which may be -1 for none
   */
  public record Wanted(
      String directory,
      String user,
      String dhcp,
      @Nullable String network,
      @Nullable String range,
      String address,
      @Nullable String router,
      List<String> resolvers,
      @Nullable String domain,
      int sipPort,
      int sipTlsPort,
      boolean tftp) {}

  /** The configuration of a dnsmasq with no more rights than ours, which is read once. */
  public static String configuration(Wanted w) {
    List<String> lines = new ArrayList<>();
    lines.add("# Made by Belfry at each start; changes are lost.");
    lines.add("user=" + w.user);
    lines.add("pid-file=" + w.directory + "/pid");
    lines.add("keep-in-foreground");
    lines.add("log-facility=-");
    lines.add("no-hosts");
    lines.add("bind-dynamic");
    lines.add("local-service"); // where no interface is named: attached networks alone
    if (!w.dhcp.equals("off")) {
      lines.add("dhcp-leasefile=" + w.directory + "/leases");
      lines.add("dhcp-script=" + w.directory + "/asked.sh");
      lines.add("dhcp-scriptuser=" + w.user);
      lines.add("dhcp-hostsfile=" + w.directory + "/phones");
      lines.add("dhcp-optsfile=" + w.directory + "/options");
    }
    if (w.tftp) {
      lines.add("tftp-root=" + w.directory + "/tftp");
      lines.add("tftp-secure");
    }
    return String.join("\n", lines) + "\n" + wishes(w);
  }

  /** What is asked of a dnsmasq that somebody else runs; names no file, program or account. */
  public static String wishes(Wanted w) {
    List<String> lines = new ArrayList<>();
    if (w.network != null) {
      lines.add("interface=" + w.network);
      lines.add("except-interface=lo");
    }
    if (w.domain == null) {
      lines.add("port=0");
    } else {
      names(lines, w, w.domain);
    }
    if (!w.dhcp.equals("off")) {
      dhcp(lines, w);
    }
    if (w.tftp) {
      lines.add("enable-tftp");
      lines.add("tftp-no-blocksize");
    }
    return String.join("\n", lines) + "\n";
  }

  private static void dhcp(List<String> lines, Wanted w) {
    if (w.dhcp.equals("proxy")) {
      // What dnsmasq itself calls a proxy answers nobody but computers that boot by PXE. A range
      // without addresses answers DHCPINFORM (RFC 2131 §4.3.5), and is silent to all else.
      lines.add("dhcp-range=" + w.address + ",static");
      lines.add("dhcp-option=option:router");
      lines.add("dhcp-option=option:dns-server");
    } else {
      String range = String.valueOf(w.range).replace('-', ',');
      lines.add("dhcp-range=" + range + ",12h");
      lines.add("dhcp-authoritative");
      // Left to itself it names this machine as the router, which it is not.
      lines.add("dhcp-option=option:router" + (w.router == null ? "" : "," + w.router));
      if (w.domain == null && !w.resolvers.isEmpty()) {
        lines.add("dhcp-option=option:dns-server," + String.join(",", w.resolvers));
      }
    }
    if (w.tftp) {
      lines.add("dhcp-option=150," + w.address);
    }
    // RFC 3361 §3.2: our address as that of a SIP server.
    lines.add("dhcp-option=option:sip-server," + w.address);
  }

  /**
   * What dnsmasq runs for each lease: a line with MAC address, address and vendor class, which is
   * in none of its files. A device may ask for addresses as often as it likes, so a file that is
   * full becomes the old one, and there is one of those.
   */
  public static String script(String directory) {
    return """
    #!/bin/sh
    # Run by dnsmasq for each lease: notes who asked, for Belfry.
    case "$1" in add | old) ;; *) exit 0 ;; esac
    asked="%s/asked"
    [ -z "$(find "$asked" -size +%dk 2>/dev/null)" ] || mv "$asked" "$asked.old"
    printf '%%s\\t%%s\\t%%s\\n' "$2" "$3" "$DNSMASQ_VENDOR_CLASS" >>"$asked"
    """
        .formatted(directory, ASKED_KBYTES_MAX);
  }

  /** RFC 3263 §4: NAPTR says TLS, TCP, UDP in this order; SRV says where each is. */
  private static void names(List<String> lines, Wanted w, String domain) {
    String host = "sip." + domain;
    lines.add("local=/" + domain + "/");
    lines.add("host-record=" + domain + "," + w.address);
    lines.add("host-record=" + host + "," + w.address);
    int order = 10;
    if (w.sipTlsPort > 0) {
      lines.add("naptr-record=" + domain + "," + order + ",50,S,SIPS+D2T,,_sips._tcp." + domain);
      lines.add("srv-host=_sips._tcp." + domain + "," + host + "," + w.sipTlsPort + ",10,50");
      order += 10;
    }
    for (String transport : List.of("tcp", "udp")) {
      String service = "SIP+D2" + (transport.equals("tcp") ? "T" : "U");
      String name = "_sip._" + transport + "." + domain;
      lines.add("naptr-record=" + domain + "," + order + ",50,S," + service + ",," + name);
      lines.add("srv-host=" + name + "," + host + "," + w.sipPort + ",10,50");
      order += 10;
    }
  }

  /** The phones that are told something, each under a tag of its own. */
  public static String phones(List<PhoneAddress> phones) {
    StringBuilder text = new StringBuilder();
    phones.forEach(
        phone -> text.append(phone.mac()).append(",set:phone").append(phone.phone()).append('\n'));
    return text.toString();
  }

  /** What each of them is told: secrets, for its eyes only. */
  public static String options(List<PhoneAddress> phones) {
    StringBuilder text = new StringBuilder();
    for (PhoneAddress phone : phones) {
      for (int option : OPTIONS) {
        option(text, phone, Integer.toString(option));
      }
      if (PLAIN_43.contains(phone.brand())) {
        option(text, phone, "43");
      }
      if (phone.brand().equals(TUNNEL)) {
        option(text, phone, "vendor:" + TUNNEL + ",66");
      }
    }
    return text.toString();
  }

  private static void option(StringBuilder text, PhoneAddress phone, String option) {
    text.append("tag:phone").append(phone.phone()).append(',').append(option).append(",\"");
    text.append(phone.url()).append("\"\n");
  }
}
