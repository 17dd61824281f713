package org.belfry.pbx.app.trunk;

import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.directory.Trunk;
import org.belfry.pbx.identity.Identity;
import org.belfry.pbx.identity.Privacy;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.NameAddr;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/**
 * How a provider wants numbers and callers to be written, and writes them itself.
 *
 * @param name of the preset
 * @param says a sentence for people
 * @param called how the called number is written
 * @param caller how the caller's number is written
 * @param tel true for {@code tel:} URIs (RFC 3966) of the called number and in the identity
 * @param from true when From says the caller's number, false when it says our account
 * @param identity the field that says the caller's number besides From: P-Asserted-Identity or
 *     P-Preferred-Identity (RFC 3325), Remote-Party-ID; or null
 * @param privacy true when a hidden number is sent along with Privacy (RFC 3323), false when it is
 *     left out
 */
public record NumberFormat(
    String name,
    String says,
    Writing called,
    Writing caller,
    boolean tel,
    boolean from,
    @Nullable HeaderName identity,
    boolean privacy) {

  private static final String NOBODY = "\"Anonymous\" <sip:anonymous@anonymous.invalid>";

  /** What most providers take. */
  public static final NumberFormat E164 =
      new NumberFormat(
          "e164",
          "+49301234567; the caller in From and P-Asserted-Identity",
          Writing.PLUS,
          Writing.PLUS,
          false,
          true,
          HeaderName.P_ASSERTED_IDENTITY,
          true);

  private static final List<NumberFormat> PRESETS =
      List.of(
          E164,
          new NumberFormat(
              "e164-plain",
              "49301234567; the caller in From and P-Asserted-Identity",
              Writing.PLAIN,
              Writing.PLAIN,
              false,
              true,
              HeaderName.P_ASSERTED_IDENTITY,
              true),
          new NumberFormat(
              "e164-preferred",
              "+49301234567; the account in From, the caller in P-Preferred-Identity",
              Writing.PLUS,
              Writing.PLUS,
              false,
              false,
              HeaderName.P_PREFERRED_IDENTITY,
              true),
          new NumberFormat(
              "e164-tel",
              "tel:+49301234567; the caller in From and P-Asserted-Identity",
              Writing.PLUS,
              Writing.PLUS,
              true,
              true,
              HeaderName.P_ASSERTED_IDENTITY,
              true),
          new NumberFormat(
              "national",
              "0301234567 and 0044…; the caller in From and P-Asserted-Identity",
              Writing.NATIONAL,
              Writing.NATIONAL,
              false,
              true,
              HeaderName.P_ASSERTED_IDENTITY,
              true),
          new NumberFormat(
              "national-from",
              "0301234567 and 0044…; the caller in From only, hidden ones left out",
              Writing.NATIONAL,
              Writing.NATIONAL,
              false,
              true,
              null,
              false),
          new NumberFormat(
              "remote-party",
              "49301234567; the account in From, the caller in Remote-Party-ID",
              Writing.PLAIN,
              Writing.PLAIN,
              false,
              false,
              HeaderName.REMOTE_PARTY_ID,
              true));

  /** The preset of this name, or null. */
  public static @Nullable NumberFormat named(String name) {
    for (NumberFormat preset : PRESETS) {
      if (preset.name.equals(name)) {
        return preset;
      }
    }
    return null;
  }

  /** All presets by name. */
  public static List<NumberFormat> presets() {
    return PRESETS;
  }

  /** Of a trunk; {@link #E164} when it names one that is no more. */
  public static NumberFormat of(Trunk trunk) {
    NumberFormat preset = named(trunk.format());
    return preset == null ? E164 : preset;
  }

  /**
   * Who calls out.
   *
   * @param number E.164, or null for the trunk's own
   * @param name shown with it, or null
   * @param hidden whether the called party may know
   */
  public record Caller(@Nullable String number, @Nullable String name, boolean hidden) {}

  /**
   * What a call by the trunk says.
   *
   * @param uri Request-URI, and what To holds
   * @param from From without a tag
   * @param fields further fields of the INVITE
   */
  public record Outgoing(String uri, String from, List<Field> fields) {
    public Outgoing {
      fields = List.copyOf(fields);
    }
  }

  /** A header field. */
  public record Field(HeaderName name, String value) {}

  /**
   * Writes a call that goes out.
   *
   * @param number E.164 with {@code +}, or as dialled for short and emergency numbers
   * @param site where the trunk's provider is at home
   */
  public Outgoing outgoing(Trunk trunk, CountryPrefixes site, String number, Caller caller) {
    String said = caller.number() == null ? trunk.number() : caller.number();
    String line = said == null ? account(trunk) : this.caller.write(said, site);
    String identityUri = tel && line.startsWith("+") ? "tel:" + line : uri(trunk, line);
    List<Field> fields = new ArrayList<>(2);
    if (identity != null && (!caller.hidden() || privacy)) {
      fields.add(new Field(identity, identityOf(identityUri, caller)));
    }
    if (caller.hidden() && privacy) {
      fields.add(new Field(HeaderName.PRIVACY, "id"));
    }
    return new Outgoing(target(trunk, site, number), fromOf(trunk, line, caller), fields);
  }

  private String target(Trunk trunk, CountryPrefixes site, String number) {
    String written = called.write(number, site);
    return tel && written.startsWith("+") ? "tel:" + written : uri(trunk, written);
  }

  private String fromOf(Trunk trunk, String line, Caller caller) {
    if (!from) {
      // The account is known to the provider; who it shows it decides by the identity.
      return named(caller.hidden() ? "Anonymous" : caller.name(), uri(trunk, account(trunk)));
    }
    return caller.hidden() ? NOBODY : named(caller.name(), uri(trunk, line));
  }

  private String identityOf(String uri, Caller caller) {
    String value = named(caller.name(), uri);
    return HeaderName.REMOTE_PARTY_ID.equals(identity)
        ? value + ";party=calling;screen=yes;privacy=" + (caller.hidden() ? "full" : "off")
        : value;
  }

  private static String account(Trunk trunk) {
    return trunk.username() == null ? "anonymous" : trunk.username();
  }

  private static String uri(Trunk trunk, String user) {
    SipUri server = trunk.server();
    String port = server.port() == 0 ? "" : ":" + server.port();
    return server.scheme() + ":" + UserPart.escaped(user) + "@" + server.host() + port;
  }

  private static String named(@Nullable String name, String uri) {
    return name == null || name.isBlank()
        ? "<" + uri + ">"
        : '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\" <" + uri + ">";
  }

  /**
   * Who calls in. The number is E.164 where that can be told, as the provider writes it otherwise,
   * and null when it tells none.
   */
  public Caller incoming(SipRequest invite, CountryPrefixes site) {
    NameAddr said = Grammar.nameAddr(invite.mandatory(HeaderName.FROM));
    NameAddr asserted = Identity.assertedBy(invite);
    boolean hidden = Privacy.of(invite).hidesIdentity() || isNobody(said.uri()) || hides(asserted);
    NameAddr who = asserted == null ? said : asserted;
    String user = who.uri().user();
    String display = who.display() == null && asserted != null ? said.display() : who.display();
    if (user == null || user.isEmpty() || isNobody(who.uri())) {
      return new Caller(null, null, true);
    }
    return new Caller(caller.read(user, site), hidden ? null : display, hidden);
  }

  /** The number that was called, E.164 where that can be told. */
  public String called(String written, CountryPrefixes site) {
    return called.read(written, site);
  }

  private static boolean hides(@Nullable NameAddr remoteParty) {
    String privacy = remoteParty == null ? null : remoteParty.params().get("privacy");
    return privacy != null && !privacy.equalsIgnoreCase("off");
  }

  /** RFC 3323 §4.1.1.3, and what gateways make of a hidden number. */
  private static boolean isNobody(SipUri uri) {
    String user = uri.user();
    return uri.host().equals("anonymous.invalid")
        || (user != null
            && (user.equalsIgnoreCase("anonymous")
                || user.equalsIgnoreCase("unavailable")
                || user.equalsIgnoreCase("restricted")));
  }
}
