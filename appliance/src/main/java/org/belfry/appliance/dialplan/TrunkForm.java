package org.belfry.appliance.dialplan;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.belfry.appliance.dialplan.DialPlanTables.StoredTrunk;
import org.belfry.appliance.directory.PasswordVault;
import org.belfry.appliance.directory.PeerAddress;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.TrunkAdmin.SaveTrunk;
import org.belfry.pbx.app.trunk.NumberFormat;
import org.belfry.pbx.directory.Trunk;
import org.belfry.pbx.sip.message.HostAddress;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.jspecify.annotations.Nullable;

/** Trunks: from the command to what is stored, and on to what the call path knows. */
final class TrunkForm {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,32}");
  private static final Pattern ACCOUNT = Pattern.compile("[!-~&&[^\"\\\\@:<>]]{1,128}");
  static final String USUAL_FORMAT = NumberFormat.E164.name();

  private static final String BY_ADDRESS =
      "calls are identified by their UDP source address, which can be forged: add ;transport=tls to"
          + " the server if the provider supports TLS; otherwise register and leave the addresses"
          + " empty";

  private final Fields fields;

  private TrunkForm(UnaryOperator<String> inFull) {
    fields = new Fields(inFull);
  }

  static SaveTrunk checked(SaveTrunk c, UnaryOperator<String> inFull) {
    return new TrunkForm(inFull).check(c);
  }

  private SaveTrunk check(SaveTrunk c) {
    String username = account("username", c.username());
    boolean registers = c.registers() == null ? username != null : c.registers();
    if (registers && username == null) {
      fields.problem("username", "required to register");
    }
    List<String> addresses =
        fields.distinct(
            "addresses",
            c.addresses(),
            64,
            (at, text) -> {
              String address = fields.needed(at, text, 45);
              if (!address.isEmpty() && HostAddress.address(address) == null) {
                fields.problem(at, "must be an IP address");
              }
              return address;
            });
    String server = server("server", c.server(), true);
    if (!registers && addresses.isEmpty()) {
      fields.problem("addresses", "required without registration, to identify its calls");
    }
    SaveTrunk good =
        new SaveTrunk(
            fields.matching("name", c.name(), NAME, "must have 1 to 32 letters, digits or hyphens"),
            CallForm.text(server),
            server("proxy", c.proxy(), false),
            registers,
            username,
            account("authUser", c.authUser()),
            password(c.password()),
            addresses,
            format(c.format()),
            fields.outside("number", c.number()),
            fields.range("channels", c.channels(), 0, 0, 1000),
            CallForm.or(c.enabled(), true),
            CallForm.or(c.sendsLocation(), false));
    fields.refuse();
    return good;
  }

  /**
   * What the owner of a trunk should know of it: by UDP anybody can send from any address, so one
   * that is known by its address alone can be taken for by others.
   */
  static List<FieldProblem> believedByAddress(SaveTrunk c) {
    List<String> addresses = Fields.orEmpty(c.addresses());
    String way = c.proxy() == null ? c.server() : c.proxy();
    String lower = way.toLowerCase(Locale.ROOT);
    boolean tls = lower.startsWith("sips:") || lower.contains(";transport=tls");
    return !CallForm.or(c.enabled(), true) || addresses.isEmpty() || tls
        ? List.of()
        : List.of(new FieldProblem("addresses", BY_ADDRESS));
  }

  private @Nullable String server(String field, @Nullable String value, boolean needed) {
    String text = needed ? fields.needed(field, value, 300) : fields.optional(field, value, 300);
    if (text != null && !text.isEmpty()) {
      try {
        PeerAddress.nextHop(text);
      } catch (IllegalArgumentException | MalformedHeader e) {
        fields.problem(field, "must be a SIP URI, such as sip:provider.example;transport=tls");
      }
    }
    return text;
  }

  private String format(@Nullable String value) {
    String name = value == null ? USUAL_FORMAT : value.strip();
    if (NumberFormat.presets().stream().noneMatch(preset -> preset.name().equals(name))) {
      fields.problem("format", "unknown preset; see /trunks/formats");
    }
    return name;
  }

  private @Nullable String account(String field, @Nullable String value) {
    return value == null || value.isBlank()
        ? null
        : fields.matching(
            field,
            value,
            ACCOUNT,
            "must have 1 to 128 letters, digits and marks, without a domain");
  }

  /** Null, empty and all the rest mean different things. */
  private @Nullable String password(@Nullable String value) {
    if (value != null
        && (value.length() > 128 || value.chars().anyMatch(Character::isISOControl))) {
      fields.problem("password", "must have 1 to 128 printable characters");
    }
    return value;
  }

  /** What is stored: the password apart, the one before when the command has none. */
  static StoredTrunk sealed(SaveTrunk c, byte @Nullable [] before, PasswordVault vault) {
    String password = c.password();
    byte[] sealed = password == null ? before : password.isEmpty() ? null : vault.seal(password);
    return new StoredTrunk(
        new SaveTrunk(
            c.name(),
            c.server(),
            c.proxy(),
            c.registers(),
            c.username(),
            c.authUser(),
            null,
            c.addresses(),
            c.format(),
            c.number(),
            c.channels(),
            c.enabled(),
            c.sendsLocation()),
        sealed);
  }

  static Trunk trunk(long id, StoredTrunk stored, PasswordVault vault) {
    SaveTrunk t = stored.trunk();
    byte[] sealed = stored.sealed();
    return new Trunk(
        id,
        t.name(),
        PeerAddress.nextHop(t.server()),
        t.proxy() == null ? null : PeerAddress.nextHop(t.proxy()),
        Boolean.TRUE.equals(t.registers()),
        t.username(),
        t.authUser(),
        sealed == null ? null : vault.open(sealed),
        addresses(Fields.orEmpty(t.addresses())),
        CallForm.or(t.format(), USUAL_FORMAT),
        t.number(),
        CallForm.or(t.channels(), 0),
        CallForm.or(t.enabled(), true),
        CallForm.or(t.sendsLocation(), false));
  }

  private static List<InetAddress> addresses(List<String> texts) {
    return texts.stream()
        .map(text -> Objects.requireNonNull(HostAddress.address(text), "an address"))
        .toList();
  }
}
