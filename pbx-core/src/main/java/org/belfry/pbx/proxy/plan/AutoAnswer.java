package org.belfry.pbx.proxy.plan;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.route.Target;
import org.jspecify.annotations.Nullable;

/**
 * How a phone is asked to answer by itself: RFC 5373, and what makers did before. Which maker's
 * manual says what is in docs/call-plans.md.
 */
public final class AutoAnswer {
  private static final HeaderName ANSWER_MODE = HeaderName.of("Answer-Mode");
  private static final HeaderName CALL_INFO = HeaderName.of("Call-Info");

  private static final List<HeaderName> OTHERS =
      List.of(
          ANSWER_MODE,
          HeaderName.of("Priv-Answer-Mode"),
          HeaderName.of("P-Auto-Answer"),
          HeaderName.of("X-Auto-Answer"),
          HeaderName.of("Auto-Answer"),
          HeaderName.of("Answer-After"));

  /** What Yealink's phones and their like look for in the callee's address. */
  private static final Pattern INTERCOM =
      Pattern.compile(";\\s*intercom\\s*(=[^;>?,\\s]*)?", Pattern.CASE_INSENSITIVE);

  /** Ring tones that a caller may choose: RFC 7462, and what makers did before. */
  private static final Pattern RING_TONE =
      Pattern.compile("<?(?:urn:alert:[\\w:.-]+|(?:https?://[\\w.-]+/)?Bellcore-dr[1-8])>?");

  private AutoAnswer() {}

  /**
   * A call without what makes a phone answer by itself. Only our intercom and paging may ask for
   * that: it opens a microphone.
   */
  public static SipRequest without(SipRequest request) {
    if (!request.method().equals(Method.INVITE)) {
      return request;
    }
    Edit<SipRequest> edit = request.edit();
    OTHERS.forEach(edit::remove);
    if (request.values(CALL_INFO).stream().anyMatch(AutoAnswer::answers)) {
      edit.remove(CALL_INFO);
    }
    if (!request.values(HeaderName.ALERT_INFO).stream().allMatch(AutoAnswer::isRingTone)) {
      edit.remove(HeaderName.ALERT_INFO);
    }
    // DEVIATION RFC 3261 §16.6: a parameter of To is taken off. Phones obey it, and nobody compares
    // To but by its tag (§12.2.2, §17.1.3).
    String to = request.mandatory(HeaderName.TO);
    Matcher intercom = INTERCOM.matcher(to);
    if (intercom.find()) {
      edit.set(HeaderName.TO, intercom.replaceAll(""));
    }
    return edit.done();
  }

  /** {@code answer-after=0}, Gigaset's {@code info=alert-autoanswer} and what is like them. */
  private static boolean answers(String value) {
    String text = value.toLowerCase(Locale.ROOT);
    return text.contains("answer") || text.contains("intercom");
  }

  private static boolean isRingTone(String value) {
    return RING_TONE.matcher(value.strip()).matches();
  }

  /**
   * The fields that a phone gets.
   *
   * @param agent as it said when it registered, or null
   */
  public static List<Target.Added> fields(@Nullable String agent, String domain) {
    return List.of(
        new Target.Added(ANSWER_MODE, "Auto"),
        // Grandstream, Gigaset, AudioCodes, baresip; taken to be that of Cisco and Fanvil
        new Target.Added(CALL_INFO, "<sip:" + domain + ">;answer-after=0"),
        new Target.Added(HeaderName.ALERT_INFO, alert(agent)));
  }

  /**
   * Yealink, Snom, Mitel and others look for the info parameter; Poly compares the whole value with
   * what its voIpProt.SIP.alertInfo.x.value says.
   */
  private static String alert(@Nullable String agent) {
    String name = agent == null ? "" : agent.toLowerCase(Locale.ROOT);
    if (name.contains("poly")) {
      return "Auto Answer";
    }
    return name.contains("panasonic")
        ? "Intercom"
        : "<http://127.0.0.1>;info=alert-autoanswer;delay=0";
  }
}
