package org.belfry.pbx.call;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/**
 * A call that somebody asked for with a mouse (RFC 3725 §4.4): the devices of a user ring, and when
 * one has answered, the target is called. Whoever waits hears that it rings ({@link WaitingSound});
 * without such a sound the first answer waits for the second (§4.1), which a phone bears for half a
 * minute.
 *
 * @param profile how we present ourselves to both
 * @param extension of the user who wanted it, who pays
 * @param user the same, as its address
 * @param target whom it wants
 * @param userAnswered false while the user's devices ring
 */
public record ClickToCall(
    LegProfile profile, String extension, Party user, Party target, boolean userAnswered)
    implements CallProgram {
  /** The name of the application that makes such calls. */
  public static final String NAME = "click-to-call";

  private static final int USER = 0;
  private static final int TARGET = 1;
  private static final String RING_TIME = "ring-time";

  /** A 2xx without its ACK is repeated for 32 s (RFC 3261 §13.3.1.4). */
  private static final Duration PATIENCE = Duration.ofSeconds(28);

  /**
   * Who wants to talk to whom.
   *
   * @param extension of one of our users
   * @param name of that user, or null
   * @param number an extension or number as it would be dialled, or a SIP address
   */
  public record Request(String extension, @Nullable String name, String number) {}

  /**
   * One of the two.
   *
   * @param address a From or To value without a tag
   */
  public record Party(String uri, String address) {
    static Party of(String userOrUri, @Nullable String name, String domain) {
      String uri =
          userOrUri.startsWith("sip:") || userOrUri.startsWith("sips:")
              ? userOrUri
              : "sip:" + userOrUri + (userOrUri.contains("@") ? "" : "@" + domain);
      String display = name == null ? "" : '"' + name.replace("\\", "").replace('"', '\'') + "\" ";
      return new Party(uri, display + "<" + uri + ">");
    }
  }

  /** A call that is to be made. */
  public static ClickToCall of(Request wanted, String domain, String agent) {
    LegProfile profile =
        new LegProfile(
            agent,
            "sip:~" + NAME + "@" + domain,
            LegProfile.EVERYTHING,
            false,
            null,
            LegLimits.DEFAULT);
    return new ClickToCall(
        profile,
        wanted.extension(),
        Party.of(wanted.extension(), wanted.name(), domain),
        Party.of(wanted.number(), null, domain),
        false);
  }

  @Override
  public String shown() {
    return userAnswered ? "calls the target" : "calls the user";
  }

  @Override
  public Step<CallProgram, CallEffect> on(CallEvent event, Instant now) {
    return switch (event) {
      // The user sees whom it will talk to.
      case CallEvent.Began e -> Step.to(this, call(USER, user, target, Content.NOTHING));
      case CallEvent.Heard e when e.leg() == USER -> user(e.news());
      case CallEvent.Heard e -> target(e.news());
      case CallEvent.Sounded e -> e.answer().isEmpty() ? silent(e) : sounded(e);
      case CallEvent.TimerFired e -> over("the target did not answer");
      case CallEvent.HangUp e -> over(e.why());
      case CallEvent.Replaced e ->
          Step.to(
              this,
              new CallEffect.Command(
                  e.newcomer(),
                  new LegEvent.Refuse(481, "Call/Transaction Does Not Exist", Content.NOTHING)));
      // Nobody talks yet.
      case CallEvent.Hold e -> Step.to(this);
      case CallEvent.Transfer e -> Step.to(this);
      case CallEvent.ProgramCommand e -> Step.to(this);
      case CallEvent.Described e -> Step.to(this);
    };
  }

  private CallEffect.Call call(int leg, Party to, Party as, Content content) {
    return new CallEffect.Call(
        leg,
        new CallEffect.Way.Inside(
            NAME, leg == TARGET ? new Payer.User(extension) : new Payer.Site("click-to-call")),
        profile,
        to.uri(),
        as.address(),
        to.address(),
        List.of(),
        70,
        content.with(HeaderName.P_ASSERTED_IDENTITY, as.address()));
  }

  private Step<CallProgram, CallEffect> user(LegNews news) {
    return switch (news) {
      case LegNews.Accepted n ->
          Step.to(
              new ClickToCall(profile, extension, user, target, true),
              new CallEffect.Sound(USER, Content.bodyOf(n.response())));
      case LegNews.Refused n -> Step.to(this, new CallEffect.Over());
      case LegNews.HungUp n -> over("the user hung up");
      case LegNews.Lost n -> over(n.why());
      case LegNews.Asked n -> Step.to(this, notYet(USER, n));
      case LegNews.Offered n ->
          Step.to(
              this,
              new CallEffect.Command(
                  USER, new LegEvent.Answer(491, "Request Pending", Content.NOTHING)));
      default -> Step.to(this);
    };
  }

  /** Somebody stays and hears that it rings, somebody comes: from here on it is a transfer. */
  private Step<CallProgram, CallEffect> sounded(CallEvent.Sounded e) {
    return Step.to(
        joined(
            new BackToBack.Stage.Moving(
                new BackToBack.Move(-1, USER, TARGET, false, true, null, 0))),
        new CallEffect.Command(USER, new LegEvent.Acknowledge(e.answer())),
        call(TARGET, target, user, Content.NOTHING));
  }

  /** RFC 3725 §4.1. */
  private Step<CallProgram, CallEffect> silent(CallEvent.Sounded e) {
    return Step.to(
        this,
        call(TARGET, target, user, e.offer()),
        new CallEffect.StartTimer(RING_TIME, PATIENCE));
  }

  private Step<CallProgram, CallEffect> target(LegNews news) {
    return switch (news) {
      case LegNews.Accepted n -> answered(n.response());
      case LegNews.Refused n -> over(n.response().status() + " " + n.response().reason());
      case LegNews.HungUp n -> over("the target hung up");
      case LegNews.Lost n -> over(n.why());
      case LegNews.Asked n -> Step.to(this, notYet(TARGET, n));
      default -> Step.to(this);
    };
  }

  private Step<CallProgram, CallEffect> answered(SipResponse response) {
    return Step.to(
        joined(new BackToBack.Stage.Talking(-1)),
        new CallEffect.StopTimer(RING_TIME),
        new CallEffect.Command(USER, new LegEvent.Acknowledge(Content.bodyOf(response))));
  }

  private BackToBack joined(BackToBack.Stage stage) {
    CalledParty far =
        new CalledParty(
            new CallEffect.Way.Inside(NAME, Payer.NOBODY),
            profile,
            target.uri(),
            user.address(),
            target.address(),
            List.of(),
            Content.NOTHING,
            List.of());
    return new BackToBack(
        new BackToBack.Setup(NAME, far, profile, USER),
        USER,
        TARGET,
        Map.of(USER, user.address(), TARGET, target.address()),
        stage,
        2);
  }

  private static CallEffect.Command notYet(int leg, LegNews.Asked n) {
    return new CallEffect.Command(
        leg, new LegEvent.Reply(n.request(), 480, "Not Yet", Content.NOTHING));
  }

  private Step<CallProgram, CallEffect> over(String why) {
    return Step.to(
        this,
        new CallEffect.Command(USER, new LegEvent.HangUp(Reasons.preemption(why))),
        new CallEffect.Over());
  }
}
