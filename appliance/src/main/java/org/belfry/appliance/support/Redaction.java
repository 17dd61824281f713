package org.belfry.appliance.support;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Masks what opens a door in text that is shown or sent: passwords, tokens, keys, secret addresses.
 * By form, for a text of strangers may have anything in it; what Belfry itself writes has no
 * secrets in the first place.
 */
final class Redaction {
  /** In place of a secret. */
  static final String MASK = "•••";

  /**
   * @param signs small letters, one of which is in each text that the pattern finds: a look for
   *     them is far quicker
   */
  private record Rule(List<String> signs, Pattern pattern, String replacement) {}

  private static final List<Rule> RULES =
      List.of(
          // Keys as files have them (RFC 7468), cut short or not, with escaped line breaks or real.
          rule(
              "private",
              "-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----[A-Za-z0-9+/=\\s\\\\]{0,20000}"
                  + "(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----)?",
              "[private key]"),
          // Addresses of phones' files (ADR 30), and links to sign up.
          rule("/p/", "(/p/)[A-Za-z0-9_-]{8,}", "$1" + MASK),
          rule("/setup/ /welcome/", "(/(?:setup|welcome)/)[A-Za-z0-9_-]{16,}", "$1" + MASK),
          // user:password@host
          rule("://", "(://[^/\\s:@\"']{0,128}:)[^/\\s@\"']{1,256}(?=@)", "$1" + MASK),
          // Credentials of HTTP (RFC 9110 §11.4) and SIP (RFC 3261 §20.7).
          rule("bearer basic", "(?i)\\b(bearer|basic)(\\s+)[A-Za-z0-9._~+/=-]{8,}", "$1$2" + MASK),
          rule(
              "authorization",
              "(?i)\\b((?:proxy-)?authorization\\s*[:=]\\s*+)(?!digest\\b)[^\\r\\n]+",
              "$1" + MASK),
          rule(
              "response cnonce nonce opaque",
              "(?i)\\b((?:response|cnonce|nonce|opaque)\\s*=\\s*\")[^\"]*",
              "$1" + MASK),
          // SRTP keys (RFC 4568 §9.2) and ICE passwords (RFC 8839 §5.4) in session descriptions.
          rule("inline:", "(?i)\\b(inline:)[A-Za-z0-9+/=]{8,}", "$1" + MASK),
          rule("ice-pwd:", "(?i)\\b(ice-pwd:)\\S+", "$1" + MASK),
          // name=value, name: value, "name":"value", <name>value</name>. Each begins with a word: a
          // part that may be of any length before it would be tried at each of its letters.
          rule(
              "passw passphrase secret token api-key apikey ha1 credential pin",
              "(?i)((?:password|passwd|passphrase|secret|token|api-?key|ha1|credentials?|\\bpin"
                  + "|moderatorpin)[a-z0-9_-]{0,24}\"?\\s{0,2}[=:]\\s{0,2})"
                  + "(?:\"[^\"\\\\]{0,4096}(?:\\\\.[^\"\\\\]{0,4096}){0,64}\"?"
                  + "|'[^']{1,4096}'|[^\\s,;&\"'})\\]]+)",
              "$1" + MASK),
          rule(
              "passw secret token ha1",
              "(?i)(<[a-z0-9_.:-]{0,40}(?:password|passwd|secret|token|ha1)[a-z0-9_.-]{0,24}"
                  + "(?:\\s[^<>]{0,200})?>)"
                  + "[^<]+",
              "$1" + MASK));

  private Redaction() {}

  private static Rule rule(String signs, String pattern, String replacement) {
    return new Rule(List.of(signs.split(" ")), Pattern.compile(pattern), replacement);
  }

  /** The text without what opens a door. */
  static String of(String text) {
    String small = text.toLowerCase(Locale.ROOT);
    String now = text;
    for (Rule rule : RULES) {
      if (rule.signs().stream().anyMatch(small::contains)) {
        now = rule.pattern().matcher(now).replaceAll(rule.replacement());
      }
    }
    return now;
  }
}
