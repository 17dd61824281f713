package org.belfry.webui.softphone;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.ClientCallable;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.internal.AllowInert;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.belfry.pbx.admin.CallControl;
import org.belfry.pbx.admin.EmergencyNotices;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.PhoneAccess;
import org.belfry.pbx.admin.PhoneAccess.Access;
import org.belfry.pbx.admin.RecordingAdmin;
import org.belfry.pbx.admin.RecordingOnDemand;
import org.belfry.webui.base.FieldProblems;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Toast;
import org.belfry.webui.softphone.Colleagues.Colleague;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The phone of one user in one page. The browser registers it with credentials that are made for
 * this page and end with it; the user never sees them.
 */
@Tag("belfry-phone")
public final class Softphone extends Component {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int COLLEAGUES_SHOWN = 30;
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:\\[\\]-]{1,255}");

  /** All that the phone says, looked up in the family {@code softphone}. */
  static final List<String> WORDS =
      List.of(
          "title",
          "call",
          "call.seen",
          "number",
          "keys",
          "colleagues",
          "answer",
          "answer.seen",
          "decline",
          "hangup",
          "hold",
          "resume",
          "mute",
          "unmute",
          "camera.on",
          "camera.off",
          "transfer",
          "transferto",
          "record",
          "record.stop",
          "record.pause",
          "record.resume",
          "recorded",
          "recorded.paused",
          "now",
          "ask",
          "join",
          "another",
          "devices",
          "minimize",
          "larger",
          "smaller",
          "yourself",
          "microphone",
          "speaker",
          "camera",
          "standard",
          "level",
          "try",
          "filter",
          "notify",
          "notify.sentence",
          "notify.never",
          "parked",
          "sent",
          "sentby",
          "back",
          "bydesk",
          "again",
          "dismiss",
          "incoming",
          "incoming.seen",
          "broken",
          "unseen",
          "devices.wait",
          "elsewhere.sentence",
          "elsewhere.take",
          "line.off",
          "line.connecting",
          "line.ready",
          "line.lost",
          "line.refused",
          "line.elsewhere",
          "lamp.free",
          "lamp.ringing",
          "lamp.talking",
          "lamp.away",
          "call.calling",
          "call.incoming",
          "call.answering",
          "call.talking",
          "call.transferring",
          "call.held",
          "call.waits",
          "call.over",
          "outcome.busy",
          "outcome.unknown",
          "outcome.noanswer",
          "outcome.declined",
          "outcome.forbidden",
          "outcome.cancelled",
          "outcome.failed",
          "outcome.lost",
          "quality.good",
          "quality.fair",
          "quality.poor",
          "quality.unknown",
          "problem.insecure",
          "problem.blocked",
          "problem.busy",
          "problem.missing",
          "problem.camera",
          "problem.notready",
          "problem.transfer",
          "problem.several",
          "problem.elsewhere",
          "acknowledge");

  private final transient PhoneAccess phones;
  private final transient CallControl control;
  private final long userId;
  private final String extension;
  private final transient Colleagues colleagues;
  private final transient EmergencyNotices notices;
  private final transient RecordingOnDemand recordings;
  private final List<String> issued = new ArrayList<>();
  private @Nullable String looked;
  private String told = "";

  public Softphone(
      PhoneAccess phones,
      CallControl control,
      Colleagues colleagues,
      LiveUpdates updates,
      EmergencyNotices notices,
      RecordingOnDemand recordings,
      long userId,
      String extension) {
    this.phones = phones;
    this.control = control;
    this.colleagues = colleagues;
    this.notices = notices;
    this.recordings = recordings;
    this.userId = userId;
    this.extension = extension;
    Map<String, String> words = new LinkedHashMap<>();
    WORDS.forEach(word -> words.put(word, getTranslation("softphone." + word)));
    getElement().setAttribute("words", JSON.writeValueAsString(words));
    getElement().setAttribute("owner", Long.toString(userId));
    Live.follow(this, updates, this::tellColleagues);
    Live.follow(this, notices::onChange, this::tellAlarms);
    Live.follow(this, updates, this::tellRecordings);
    Live.follow(this, recordings::onChange, this::tellRecordings);
  }

  /** The phone of the page that the reader is on, if it has one. */
  public static Optional<Softphone> on(UI ui) {
    return ui.getChildren()
        .filter(Softphone.class::isInstance)
        .map(Softphone.class::cast)
        .findFirst();
  }

  /** Calls from this page. */
  public void call(String number) {
    getElement().callJsFunction("call", number);
  }

  @Override
  protected void onAttach(AttachEvent attached) {
    super.onAttach(attached);
    // Only now, so that no page without a phone loads what it is made of.
    getElement().executeJs("import(new URL('assets/phone/phone.js', document.baseURI).href)");
  }

  /** The page is gone, or its session is over. */
  @Override
  protected void onDetach(DetachEvent detached) {
    super.onDetach(detached);
    issued.forEach(phones::revoke);
    issued.clear();
  }

  /**
   * Asked by the browser when the phone starts, and again while its credentials are still good.
   *
   * @param host by which the browser reaches us
   * @return JSON of {@link Access}
   */
  @AllowInert // a dialog may be open when it is time
  @ClientCallable
  String access(String host) {
    if (!HOST.matcher(host).matches()) {
      throw new IllegalArgumentException("no name of a host");
    }
    Access access = phones.issue(userId, host);
    issued.add(access.username());
    // The newest, and the one before, with which the phone is still registered.
    while (issued.size() > 2) {
      phones.revoke(issued.removeFirst());
    }
    return JSON.writeValueAsString(access);
  }

  /**
   * The browser shows colleagues from now on, or no longer.
   *
   * @param wanted part of a name, or how an extension begins; null for nobody
   */
  @AllowInert
  @ClientCallable
  void look(@Nullable String wanted) {
    looked = wanted;
    told = "";
    tellColleagues();
  }

  /**
   * The number of what was typed as a name: the colleague's whose name it is, or is a part of.
   *
   * @return what was typed when no colleague is meant; empty when several are
   */
  @AllowInert
  @ClientCallable
  public String meant(String typed) {
    String name = typed.strip();
    List<Colleague> found = colleagues.of(extension, name).toList();
    List<Colleague> exact =
        found.stream().filter(each -> each.name().equalsIgnoreCase(name)).toList();
    List<Colleague> meant = exact.isEmpty() ? found : exact;
    return switch (meant.size()) {
      case 0 -> name;
      case 1 -> meant.getFirst().extension();
      default -> "";
    };
  }

  /** The name of the colleague with this number; null when there is none. */
  @AllowInert
  @ClientCallable
  public @Nullable String nameOf(String number) {
    return colleagues
        .of("", number)
        .filter(each -> each.extension().equals(number))
        .map(Colleague::name)
        .findFirst()
        .orElse(null);
  }

  private void tellColleagues() {
    String wanted = looked;
    if (wanted == null) {
      return;
    }
    List<Entry> entries =
        colleagues.of(extension, wanted).limit(COLLEAGUES_SHOWN).map(Entry::of).toList();
    String text = JSON.writeValueAsString(entries);
    if (!text.equals(told)) {
      told = text;
      getElement().callJsFunction("colleaguesAre", text);
    }
  }

  /**
   * Emergency calls, to whoever is at the front desk; by an attribute, which waits for the phone.
   */
  private void tellAlarms() {
    Moments moments = Moments.of(this);
    List<Alarm> alarms =
        notices.open(extension).stream()
            .map(notice ->
                new Alarm(
                    notice.callId(),
                    notice.test(),
                    getTranslation(
                        notice.test() ? "softphone.alarm.test" : "softphone.alarm.call",
                        notice.name() == null ? notice.extension() : notice.name(),
                        notice.extension()),
                    notice.location().isEmpty()
                        ? getTranslation("softphone.alarm.nowhere")
                        : notice.location(),
                    getTranslation(
                        "softphone.alarm.when", notice.number(), moments.time(notice.at()))))
            .toList();
    getElement().setAttribute("alarms", JSON.writeValueAsString(alarms));
  }

  /**
   * The user's calls that may be recorded, and whether they are; an attribute waits for the phone.
   */
  private void tellRecordings() {
    List<Recorded> calls =
        recordings.calls(extension).stream()
            .map(call ->
                new Recorded(
                    call.callId(), call.with(), call.state().name().toLowerCase(Locale.ROOT)))
            .toList();
    getElement().setAttribute("recordings", JSON.writeValueAsString(calls));
  }

  /**
   * Starts, stops, pauses or resumes the recording of one of the user's calls.
   *
   * @param command of {@link RecordingAdmin.Command}, in lower case
   */
  @AllowInert
  @ClientCallable
  public void record(String callId, String command) {
    try {
      recordings.command(
          extension, callId, RecordingAdmin.Command.valueOf(command.toUpperCase(Locale.ROOT)));
    } catch (InvalidCommand invalid) {
      Toast.problem(FieldProblems.sentence(invalid.problems().getFirst().message()));
    } catch (NotFound gone) {
      Toast.problem(getTranslation("calls.end.gone"));
    }
  }

  /** Somebody at the front desk takes care of an emergency call. */
  @AllowInert
  @ClientCallable
  public void acknowledge(String callId) {
    notices.acknowledge(extension, callId);
  }

  private record Alarm(String id, boolean test, String heading, String location, String when) {}

  private record Recorded(String id, String with, String state) {}

  private record Entry(String number, String name, String lamp) {
    static Entry of(Colleague colleague) {
      return new Entry(
          colleague.extension(),
          colleague.name(),
          colleague.lamp().name().toLowerCase(Locale.ROOT));
    }
  }

  /** The browser has no microphone: the user's other phones are rung, and then the number. */
  @AllowInert
  @ClientCallable
  void byDesk(String number) {
    try {
      control.call(extension, number);
    } catch (InvalidCommand invalid) {
      Toast.problem(FieldProblems.sentence(invalid.problems().getFirst().message()));
    } catch (NotFound gone) {
      Toast.problem(getTranslation("base.gone"));
    }
  }
}
