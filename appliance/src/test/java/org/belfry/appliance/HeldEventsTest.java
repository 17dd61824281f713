package org.belfry.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;

class HeldEventsTest {
  private final HeldEvents events = new HeldEvents();
  private final Heard early = new Heard();
  private final Heard late = new Heard();

  /** A change of something. */
  private record Changed(int to) {}

  private static final class Heard
      implements ApplicationListener<PayloadApplicationEvent<Changed>> {
    private final List<Integer> changes = new ArrayList<>();

    @Override
    public void onApplicationEvent(PayloadApplicationEvent<Changed> event) {
      changes.add(event.getPayload().to());
    }
  }

  @BeforeEach
  void connect() {
    events.setBeanFactory(new DefaultListableBeanFactory());
    events.addApplicationListener(early);
  }

  private void happens(int change) {
    events.multicastEvent(new PayloadApplicationEvent<>(this, new Changed(change)));
  }

  @Test
  void whoListensAlreadyHearsAtOnce() {
    happens(1);

    assertThat(early.changes).containsExactly(1);
  }

  @Test
  void whoComesLaterHearsAllOfItInTheEndAndInOrder() {
    happens(1);
    events.callsAreUp();
    events.addApplicationListener(late);
    happens(2);
    assertThat(late.changes).isEmpty();

    events.release();
    happens(3);

    assertThat(early.changes).containsExactly(1, 2, 3);
    assertThat(late.changes).containsExactly(1, 2, 3);
  }

  @Test
  void whoWasMadeForCallsAfterAnEventMissesNothingEither() {
    happens(1);
    events.addApplicationListener(late);
    happens(2);
    assertThat(late.changes).containsExactly(2);
    events.callsAreUp();

    events.release();

    assertThat(late.changes).containsExactly(2, 1);
  }

  @Test
  void whatHappensWhileTheLateOnesAreToldComesAfterIt() {
    ApplicationListener<PayloadApplicationEvent<Changed>> answering =
        event -> {
          if (event.getPayload().to() == 1) {
            happens(2);
          }
        };
    happens(1);
    events.callsAreUp();
    events.addApplicationListener(new Answering(answering));
    events.addApplicationListener(late);

    events.release();

    assertThat(late.changes).containsExactly(1, 2);
  }

  /** Not a lambda: what it listens to is read from its type. */
  private record Answering(ApplicationListener<PayloadApplicationEvent<Changed>> by)
      implements ApplicationListener<PayloadApplicationEvent<Changed>> {
    @Override
    public void onApplicationEvent(PayloadApplicationEvent<Changed> event) {
      by.onApplicationEvent(event);
    }
  }

  @Test
  void aLateListenerThatFailsKeepsNobodyFromHearing() {
    happens(1);
    events.addApplicationListener(
        new Answering(event -> {
          throw new IllegalStateException("of this test");
        }));
    events.addApplicationListener(late);

    events.release();

    assertThat(late.changes).containsExactly(1);
  }
}
