package org.belfry.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.belfry.media.record.Wav;

/** Somebody on any device, who sends a tone of their own and says what they hear. */
interface Talker {
  Duration PATIENCE = Duration.ofSeconds(20);

  /** Seconds without any other sound. */
  double LONG_ENOUGH = 1.0;

  /** An extension; E.164 outside. */
  String number();

  /** Hz. */
  double tone();

  void dials(String number);

  void rings();

  void answers();

  /** Waits until it is connected. */
  void talks();

  /** Forgets what has happened, so that the next call is not taken for the last. */
  void forgets();

  void hangsUp();

  /** Waits until the other side, or the server, has ended its call. */
  void callIsOver();

  /** Puts the other side on hold, and waits until that is agreed. */
  void holds();

  /** Waits until that is agreed, too. */
  void resumes();

  /** Blind transfer (RFC 5589 §6.1). */
  void transfers(String number);

  /** Waits until, from now on, the other's tone alone was heard for a second. */
  void hears(Talker other);

  /** One calls the other, who answers. */
  static void connect(Talker caller, String number, Talker callee) {
    caller.dials(number);
    callee.rings();
    callee.answers();
    callee.talks();
    caller.talks();
  }

  static void bothHear(Talker one, Talker other) {
    one.hears(other);
    other.hears(one);
  }

  /** Somebody with a phone that records what it hears. */
  record AtAPhone<P extends RealPhone>(P phone, String number, double tone) implements Talker {
    @Override
    public void dials(String number) {
      phone.dials(number);
    }

    @Override
    public void rings() {
      phone.rings();
    }

    @Override
    public void answers() {
      phone.answers();
    }

    @Override
    public void talks() {
      phone.talks();
    }

    @Override
    public void forgets() {
      phone.forgets();
    }

    @Override
    public void hangsUp() {
      phone.hangsUp();
    }

    @Override
    public void callIsOver() {
      phone.callIsOver();
    }

    @Override
    public void holds() {
      phone.holds();
    }

    @Override
    public void resumes() {
      phone.resumes();
    }

    @Override
    public void transfers(String number) {
      phone.transfers(number);
    }

    @Override
    public void hears(Talker other) {
      Instant deadline = Instant.now().plus(PATIENCE);
      double from = phone.heard().seconds();
      while (true) {
        Wav all = phone.heard();
        double end = all.seconds();
        from = Math.min(from, end); // a new call has a recording of its own
        if (end - from >= LONG_ENOUGH) {
          Wav last = all.part(end - LONG_ENOUGH, end);
          if (Ear.hearsOnly(last, other.tone())) {
            return;
          }
        }
        assertThat(Instant.now())
            .as(
                "%s Hz alone; since %.1f s: %s%n%s",
                other.tone(), from, Ear.describe(all.part(from, end), other.tone()), phone.said())
            .isBefore(deadline);
        Ear.pass(Duration.ofMillis(100));
      }
    }
  }

  /** Somebody with a phone in a browser. */
  record AtABrowser(BrowserPhone browser, String number, double tone) implements Talker {
    @Override
    public void dials(String number) {
      browser.dials(number);
    }

    @Override
    public void rings() {
      browser.says("call from ");
    }

    @Override
    public void answers() {
      browser.answers();
    }

    @Override
    public void talks() {
      browser.says("confirmed");
    }

    @Override
    public void forgets() {
      browser.forgets();
    }

    @Override
    public void hangsUp() {
      browser.hangsUp();
    }

    @Override
    public void callIsOver() {
      browser.says("ended remote");
    }

    @Override
    public void holds() {
      browser.holds();
      browser.says("held");
    }

    @Override
    public void resumes() {
      browser.unholds();
      browser.says("resumed");
    }

    @Override
    public void transfers(String number) {
      browser.transfers(number + "@127.0.0.1");
    }

    @Override
    public void hears(Talker other) {
      browser.hearsTone(other.tone());
    }
  }
}
