package org.belfry.appliance.certificates;

import java.net.IDN;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.belfry.pbx.admin.AcmeAdmin;
import org.belfry.pbx.admin.AcmeAdmin.ChangeAcme;
import org.belfry.pbx.admin.AcmeAdmin.DnsServer;
import org.belfry.pbx.admin.AcmeAdmin.Method;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.jspecify.annotations.Nullable;

/**
 * What the owner has decided on automatic certificates.
 *
 * @param sealedSecret of the TSIG key, encrypted
 */
record AcmeSettings(
    boolean on,
    String directory,
    String email,
    List<String> names,
    Method method,
    boolean agreed,
    boolean inside,
    String trust,
    @Nullable DnsServer dns,
    byte @Nullable [] sealedSecret) {
  private static final int NAMES_MAX = 20;
  private static final int NAME_MAX = 253;
  private static final int EMAIL_MAX = 254;
  private static final int DIRECTORY_MAX = 500;
  private static final Pattern EMAIL = Pattern.compile("[^@\\s,]+@[^@\\s,]+\\.[^@\\s,]+");
  private static final Pattern LABELS =
      Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9-]{2,63}");

  /** Off, for this domain if it is a public name. */
  static AcmeSettings first(String domain) {
    String name = domain.toLowerCase(Locale.ROOT);
    return new AcmeSettings(
        false,
        AcmeAdmin.LETS_ENCRYPT,
        "",
        isName(name) ? List.of(name) : List.of(),
        Method.HTTP_01,
        false,
        false,
        "",
        null,
        null);
  }

  /**
   * What a command says, and where it says nothing what was before.
   *
   * @param sealed its secret, or the one before
   * @throws InvalidCommand naming every field that is wrong
   */
  AcmeSettings changed(ChangeAcme command, byte @Nullable [] sealed) {
    List<FieldProblem> problems = new ArrayList<>();
    boolean on = or(command.on(), this.on);
    Method method = or(command.method(), this.method);
    boolean agreed = or(command.agreed(), this.agreed);
    String directory = or(command.directory(), this.directory).strip();
    if (directory.length() > DIRECTORY_MAX) {
      problems.add(new FieldProblem("directory", "too long"));
    }
    String email = or(command.email(), this.email).strip();
    if (!email.isEmpty() && (email.length() > EMAIL_MAX || !EMAIL.matcher(email).matches())) {
      problems.add(new FieldProblem("email", "is not an e-mail address"));
    }
    List<String> names = names(or(command.names(), this.names), method, problems);
    if (on && names.isEmpty()) {
      problems.add(new FieldProblem("names", "required"));
    }
    if (on && !agreed) {
      problems.add(new FieldProblem("agreed", "the terms of service must be accepted"));
    }
    DnsServer dns = command.dns() == null ? this.dns : command.dns();
    if (method == Method.DNS_01 && dns == null) {
      problems.add(new FieldProblem("dns.server", "required"));
    }
    if (method == Method.DNS_01 && sealed == null) {
      problems.add(new FieldProblem("secret", "required"));
    }
    if (!problems.isEmpty()) {
      throw new InvalidCommand(problems);
    }
    return new AcmeSettings(
        on,
        directory,
        email,
        names,
        method,
        agreed,
        or(command.inside(), inside),
        or(command.trust(), trust).strip(),
        dns,
        sealed);
  }

  private static <T> T or(@Nullable T value, T before) {
    return value == null ? before : value;
  }

  private static List<String> names(
      List<String> wanted, Method method, List<FieldProblem> problems) {
    Set<String> names = new LinkedHashSet<>();
    for (int i = 0; i < wanted.size(); i++) {
      String name = ascii(wanted.get(i));
      String host = name.startsWith("*.") ? name.substring(2) : name;
      if (!isName(host)) {
        problems.add(new FieldProblem("names[" + i + "]", "is not a host name of the internet"));
      } else if (name.startsWith("*.") && method != Method.DNS_01) {
        problems.add(new FieldProblem("names[" + i + "]", "needs the method DNS-01"));
      }
      names.add(name);
    }
    if (names.size() > NAMES_MAX) {
      problems.add(new FieldProblem("names", "must be at most " + NAMES_MAX));
    }
    return List.copyOf(names);
  }

  private static String ascii(String name) {
    String lower = name.strip().toLowerCase(Locale.ROOT);
    try {
      return lower.startsWith("*.") ? "*." + IDN.toASCII(lower.substring(2)) : IDN.toASCII(lower);
    } catch (IllegalArgumentException e) {
      return lower; // refused as no name
    }
  }

  private static boolean isName(String name) {
    return name.length() <= NAME_MAX && LABELS.matcher(name).matches() && !isAddress(name);
  }

  private static boolean isAddress(String name) {
    try {
      return InetAddress.ofLiteral(name) != null;
    } catch (IllegalArgumentException e) {
      return false; // a name
    }
  }

  AcmeSettings off() {
    return new AcmeSettings(
        false, directory, email, names, method, agreed, inside, trust, dns, sealedSecret);
  }
}
