package org.belfry.appliance.callcontrol;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.belfry.pbx.admin.ConferenceControl;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.app.conference.Conference;
import org.belfry.pbx.app.conference.ConferenceEvent;
import org.belfry.pbx.app.conference.ConferenceRoom;
import org.belfry.pbx.app.conference.Conferences;
import org.belfry.pbx.app.conference.Member;
import org.belfry.pbx.call.Payer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Conferences that go on, for people and programs. */
@Component
class LiveConferences implements ConferenceControl {
  private static final Logger LOG = LoggerFactory.getLogger(LiveConferences.class);
  private static final String NUMBER =
      "[+*#0-9A-Za-z][-+*#0-9A-Za-z._]{0,63}|sips?:[^\\s<>\"?;]{1,250}";

  private final Conferences conferences;
  private final Conference application;
  private final List<Consumer<ConferenceView>> listeners = new CopyOnWriteArrayList<>();

  LiveConferences(Conferences conferences, Conference application) {
    this.conferences = conferences;
    this.application = application;
    conferences.onChange(this::changed);
  }

  @Override
  public List<ConferenceView> conferences() {
    return conferences.all().stream()
        .map(LiveConferences::view)
        .sorted(Comparator.comparing(ConferenceView::name))
        .toList();
  }

  @Override
  public ConferenceView conference(String name) {
    return view(existing(name));
  }

  @Override
  public void mute(String name, String callId, boolean on) {
    member(name, callId);
    happens(name, new ConferenceEvent.Mute(callId, on));
  }

  @Override
  public void muteAll(String name, boolean on) {
    happens(name, new ConferenceEvent.MuteAll(on));
  }

  @Override
  public void kick(String name, String callId) {
    member(name, callId);
    happens(name, new ConferenceEvent.Kick(callId));
  }

  @Override
  public void lock(String name, boolean on) {
    happens(name, new ConferenceEvent.Lock(on));
  }

  @Override
  public void record(String name, boolean on) {
    happens(name, new ConferenceEvent.Recorded(on));
  }

  @Override
  public void end(String name) {
    happens(name, new ConferenceEvent.End());
  }

  @Override
  public String invite(String name, String number) {
    return invite(name, number, new Payer.Site("an administrator invites to a conference"));
  }

  @Override
  public String invite(String name, String number, String extension) {
    return invite(name, number, new Payer.User(extension));
  }

  private String invite(String name, String number, Payer payer) {
    String wanted = number.strip();
    if (!wanted.matches(NUMBER)) {
      throw new InvalidCommand("to", "Enter a valid number or SIP address.");
    }
    String callId = conferences.invite(application, name, wanted, payer);
    if (callId == null) {
      throw new NotFound("conference", name);
    }
    return callId;
  }

  @Override
  public LiveUpdates.Subscription onChange(Consumer<ConferenceView> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void changed(Conferences.View now) {
    ConferenceView view = view(now);
    for (Consumer<ConferenceView> listener : listeners) {
      try {
        listener.accept(view);
      } catch (RuntimeException e) {
        LOG.error("a listener failed at conference {}", view.name(), e);
      }
    }
  }

  private void happens(String name, ConferenceEvent event) {
    if (!conferences.happens(name, event)) {
      throw new NotFound("conference", name);
    }
  }

  private void member(String name, String callId) {
    if (existing(name).focus().members().stream().noneMatch(m -> m.id().equals(callId))) {
      throw new NotFound("participant", callId);
    }
  }

  private Conferences.View existing(String name) {
    Conferences.@Nullable View found = conferences.of(name);
    if (found == null) {
      throw new NotFound("conference", name);
    }
    return found;
  }

  private static ConferenceView view(Conferences.View view) {
    ConferenceRoom room = view.focus().room();
    return new ConferenceView(
        room.name(),
        room.number(),
        room.title(),
        view.since(),
        view.focus().locked(),
        view.focus().quiet(),
        view.focus().recording(),
        view.focus().members().stream()
            .map(m -> participant(m, view.talking().contains(m.id())))
            .toList());
  }

  private static ParticipantView participant(Member m, boolean talking) {
    return new ParticipantView(
        m.id(), m.name(), m.number(), m.moderator(), m.muted(), m.waiting(), talking, m.since());
  }
}
