package org.belfry.provisioning.settings;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What may be set on a phone, with what it may be. */
public enum Setting {
  /** How it reaches us. */
  TRANSPORT("udp", choice("udp", "tcp", "tls")),
  /** Encryption of its sound, by keys in the session description (SDES). */
  SRTP("off", choice("off", "optional", "required")),
  /** What it offers, the best first. */
  CODECS("g722,pcma,pcmu", Setting::codecs),
  /** Time between two packets that keep a NAT's memory awake, in seconds; 0 for none. */
  KEEP_ALIVE("30", number(0, 3600)),
  /** Time that a registration is asked for, in seconds. */
  EXPIRES("3600", number(60, 86_400)),
  /** A zone of the IANA time zone database. */
  TIME_ZONE("UTC", Setting::zone),
  /** Host name or address of the time server. */
  NTP("pool.ntp.org", Setting::host),
  LANGUAGE("en", choice("en", "de")),
  /** The country whose tones it plays. */
  TONES("gb", choice("de", "at", "ch", "gb", "us", "fr", "nl", "it", "es")),
  /** What its voicemail key dials. */
  VOICEMAIL("*97", Setting::dialled),
  /** What is dialled before an extension to pick up its ringing call. */
  PICKUP("*8", Setting::dialled),
  /** How it looks names up. */
  DIRECTORY("xml", choice("ldap", "xml", "off")),
  /** Words of Alert-Info that ring as a colleague's call, and the number of the tone. */
  RING_INTERNAL("", Setting::ring),
  /** The same for calls from outside. */
  RING_EXTERNAL("", Setting::ring),
  /** The password of the phone's own pages. */
  ADMIN_PASSWORD("", Setting::password),
  /** IEEE 802.1Q VLAN of the phone; 0 for none. */
  VLAN("0", number(0, 4094)),
  /** Whether it goes on asking by multicast who configures it. */
  PNP("off", choice("on", "off")),
  /** How often it looks for a change by itself, in minutes; 0 for never. */
  REFRESH("1440", number(0, 43_200));

  private static final int TEXT_MAX = 100;
  private static final List<String> CODECS_KNOWN = List.of("opus", "g722", "pcma", "pcmu", "g729");

  private final String builtIn;
  private final Function<String, @Nullable String> problem;

  Setting(String builtIn, Function<String, @Nullable String> problem) {
    this.builtIn = builtIn;
    this.problem = problem;
  }

  /** The word in the API: {@code keep-alive}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The setting of this word, or null. */
  public static @Nullable Setting of(String word) {
    String key = word.strip().toLowerCase(Locale.ROOT).replace('_', '-');
    return Arrays.stream(values()).filter(s -> s.word().equals(key)).findFirst().orElse(null);
  }

  /** What it is when no layer says anything; empty for nothing. */
  public String builtIn() {
    return builtIn;
  }

  /** True for what must not be shown to everybody. */
  public boolean secret() {
    return this == ADMIN_PASSWORD;
  }

  /** Why it cannot be this, in words that follow the setting's name; null when it can. */
  public @Nullable String problem(String value) {
    if (value.length() > TEXT_MAX || value.chars().anyMatch(Character::isISOControl)) {
      return "must be one line of at most " + TEXT_MAX + " characters";
    }
    return problem.apply(value);
  }

  private static Function<String, @Nullable String> choice(String... words) {
    List<String> all = List.of(words);
    String sentence = "must be one of " + String.join(", ", all);
    return value -> all.contains(value) ? null : sentence;
  }

  private static Function<String, @Nullable String> number(int least, int most) {
    String sentence = "must be a number from " + least + " to " + most;
    return value ->
        value.matches("\\d{1,6}")
                && Integer.parseInt(value) >= least
                && Integer.parseInt(value) <= most
            ? null
            : sentence;
  }

  private static @Nullable String codecs(String value) {
    List<String> wanted = List.of(value.split(",", -1));
    return CODECS_KNOWN.containsAll(wanted) && new HashSet<>(wanted).size() == wanted.size()
        ? null
        : "must be some of " + String.join(", ", CODECS_KNOWN) + ", each once, with commas between";
  }

  private static @Nullable String zone(String value) {
    try {
      return ZoneId.of(value).getRules() == null ? "" : null;
    } catch (DateTimeException e) {
      return "must be a time zone, such as Europe/Berlin";
    }
  }

  private static @Nullable String host(String value) {
    return value.matches("[A-Za-z0-9.:-]{1,100}") ? null : "must be a host name or an IP address";
  }

  private static @Nullable String dialled(String value) {
    return value.matches("[0-9*#+A-Za-z._-]{0,32}") ? null : "must be a number a phone can dial";
  }

  private static @Nullable String ring(String value) {
    return value.matches("|[A-Za-z0-9._-]{1,40}:[1-9]")
        ? null
        : "must be an Alert-Info value and a ringtone, such as internal:2";
  }

  private static @Nullable String password(String value) {
    return value.matches("|[A-Za-z0-9]{8,32}") ? null : "must be 8 to 32 letters and digits";
  }
}
