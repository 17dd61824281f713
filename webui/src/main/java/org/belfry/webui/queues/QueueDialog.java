package org.belfry.webui.queues;

import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.checkbox.CheckboxGroup;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.belfry.pbx.admin.NumberKind;
import org.belfry.pbx.admin.QueueAdmin;
import org.belfry.pbx.admin.QueueAdmin.CallBack;
import org.belfry.pbx.admin.QueueAdmin.Member;
import org.belfry.pbx.admin.QueueAdmin.QueueView;
import org.belfry.pbx.admin.QueueAdmin.SaveQueue;
import org.belfry.pbx.admin.QueueAdmin.Strategy;
import org.belfry.webui.base.AnnouncementBox;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.FormDialog;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Rows;
import org.jspecify.annotations.Nullable;

/** The form for one queue, new or existing. Empty numbers are the usual ones. */
final class QueueDialog extends FormDialog {
  private final transient QueueAdmin queues;
  private final @Nullable QueueView before;
  private final transient Consumer<QueueView> saved;
  private final transient Inputs inputs = new Inputs("queues.");
  private final transient Destinations destinations;
  private final TextField name = inputs.line("name");
  private final TextField number = inputs.line("number");
  private final Select<Strategy> strategy = inputs.choice("strategy", Strategy.class);
  private final Rows<MemberRow> members;
  private final IntegerField ringSeconds = inputs.whole("ringseconds");
  private final IntegerField wrapUpSeconds = inputs.whole("wrapup");
  private final IntegerField missedMax = inputs.whole("missed");
  private final TextField language = inputs.line("language");
  private final TextArea greeting = inputs.lines("greeting");
  private final ComboBox<String> music;
  private final IntegerField announceSeconds = inputs.whole("announce");
  private final Checkbox position = inputs.check("position");
  private final Checkbox estimate = inputs.check("estimate");
  private final TextArea announcements = inputs.lines("announcements");
  private final Checkbox callBack = inputs.check("callback");
  private final IntegerField callBackAfter = inputs.whole("callbackafter");
  private final IntegerField callBackTries = inputs.whole("callbacktries");
  private final IntegerField callBackPause = inputs.whole("callbackpause");
  private final CheckboxGroup<NumberKind> callBackTo =
      inputs.kinds(
          "callbackto", EnumSet.complementOf(EnumSet.of(NumberKind.PREMIUM, NumberKind.EMERGENCY)));
  private final MultiSelectComboBox<String> callBackCountries =
      inputs.countries("callbackcountries", getLocale());
  private final IntegerField waitingMax = inputs.whole("waitingmax");
  private final IntegerField waitMaxSeconds = inputs.whole("waitmax");
  private final ComboBox<String> full;
  private final ComboBox<String> late;
  private final ComboBox<String> nobody;
  private final IntegerField serviceSeconds = inputs.whole("service");

  /** One agent. */
  private static final class MemberRow extends Rows.Row {
    private final ComboBox<String> agent;
    private final IntegerField level;
    private final TextField skills;
    private @Nullable Boolean confirm;

    MemberRow(Inputs inputs, Destinations destinations) {
      agent = field("agent", destinations.number(inputs, "agent"));
      level = field("level", inputs.whole("level"));
      level.setWidth("8rem");
      skills = field("skills", inputs.line("skills"));
    }
  }

  /**
   * What can be chosen.
   *
   * @param announcements names of the site's announcements
   */
  record Choices(Destinations destinations, List<String> playlists, List<String> announcements) {}

  /**
   * @param before null for a new one
   */
  QueueDialog(
      QueueAdmin queues, Choices choices, @Nullable QueueView before, Consumer<QueueView> saved) {
    this.queues = queues;
    this.before = before;
    this.saved = saved;
    this.destinations = choices.destinations();
    super(
        text(before == null ? "queues.create" : "queues.change"),
        text(before == null ? "queues.create.save" : "base.save"));
    addClassName("bf-wide");
    name.setRequiredIndicatorVisible(true);
    name.setAutofocus(true);
    music = inputs.name("music", playlists(choices.playlists(), before));
    full = destinations.box(inputs, "full");
    late = destinations.box(inputs, "late");
    nobody = destinations.box(inputs, "nobody");
    members = new Rows<>(inputs, "members", true, () -> new MemberRow(inputs, destinations));
    if (before != null) {
      form().warnings(before.warnings());
    }
    form().beside(form().at("name", name), form().at("number", number));
    form().rows("members", members);
    field("strategy", strategy);
    form()
        .beside(
            form().at("ringSeconds", ringSeconds),
            form().at("wrapUpSeconds", wrapUpSeconds),
            form().at("missedMax", missedMax));
    form().part(inputs.text("part.hears"));
    field("greeting", greeting);
    AnnouncementBox.below(form(), "greeting", greeting, choices.announcements());
    form().beside(form().at("music", music), form().at("language", language));
    field("announceSeconds", announceSeconds);
    form().beside(form().at("announcePosition", position), form().at("announceEstimate", estimate));
    field("announcements", announcements);
    AnnouncementBox.below(form(), "announcements", announcements, choices.announcements());
    form().part(inputs.text("part.callback"));
    field("callBack", callBack);
    form()
        .beside(
            form().at("callBack.afterSeconds", callBackAfter),
            form().at("callBack.tries", callBackTries),
            form().at("callBack.pauseSeconds", callBackPause));
    field("callBack.mayCall", callBackTo);
    field("callBack.countries", callBackCountries);
    callBackTo.setValue(
        EnumSet.of(NumberKind.INTERNAL, NumberKind.LOCAL, NumberKind.NATIONAL, NumberKind.MOBILE));
    callBackTo.addValueChangeListener(changed -> arrange());
    callBack.addValueChangeListener(changed -> arrange());
    form().part(inputs.text("part.overflow"));
    form().beside(form().at("waitingMax", waitingMax), form().at("full", full));
    form().beside(form().at("waitMaxSeconds", waitMaxSeconds), form().at("late", late));
    field("nobody", nobody);
    form().part(inputs.text("part.goal"));
    field("serviceSeconds", serviceSeconds);
    show();
    unlessChanged(
        () -> before != null && queues.queue(before.id()).filter(before::equals).isEmpty());
  }

  /** With the one that it has, which may be gone. */
  private static List<String> playlists(List<String> there, @Nullable QueueView before) {
    Set<String> all = new LinkedHashSet<>(there);
    String has = before == null ? null : Inputs.orNull(before.music());
    if (has != null) {
      all.add(has);
    }
    return List.copyOf(all);
  }

  private void show() {
    QueueView q = before;
    strategy.setValue(q == null ? Strategy.LONGEST_IDLE : q.strategy());
    position.setValue(q == null || q.announcePosition());
    if (q == null) {
      members.add(new MemberRow(inputs, destinations));
      arrange();
      return;
    }
    name.setValue(q.name());
    number.setValue(Inputs.orEmpty(q.number()));
    language.setValue(Inputs.orEmpty(q.language()));
    ringSeconds.setValue(q.ringSeconds());
    wrapUpSeconds.setValue(q.wrapUpSeconds());
    missedMax.setValue(q.missedMax());
    greeting.setValue(String.join("\n", q.greeting()));
    music.setValue(Inputs.orNull(q.music()));
    announceSeconds.setValue(q.announceSeconds());
    estimate.setValue(q.announceEstimate());
    announcements.setValue(String.join("\n", q.announcements()));
    waitingMax.setValue(q.waitingMax());
    waitMaxSeconds.setValue(q.waitMaxSeconds());
    full.setValue(q.full());
    late.setValue(q.late());
    nobody.setValue(q.nobody());
    serviceSeconds.setValue(q.serviceSeconds());
    CallBack back = q.callBack();
    callBack.setValue(back != null);
    if (back != null) {
      callBackAfter.setValue(back.afterSeconds());
      callBackTries.setValue(back.tries());
      callBackPause.setValue(back.pauseSeconds());
      if (back.mayCall() != null) {
        callBackTo.setValue(back.mayCall());
      }
      if (back.countries() != null) {
        callBackCountries.setValue(back.countries());
      }
    }
    for (Member member : q.members()) {
      MemberRow row = new MemberRow(inputs, destinations);
      row.agent.setValue(member.agent());
      row.level.setValue(member.level());
      row.skills.setValue(member.skills() == null ? "" : String.join(", ", member.skills()));
      row.confirm = member.confirm();
      members.add(row);
    }
    arrange();
  }

  private void arrange() {
    boolean calls = callBack.getValue();
    callBackAfter.setVisible(calls);
    callBackTries.setVisible(calls);
    callBackPause.setVisible(calls);
    callBackTo.setVisible(calls);
    callBackCountries.setVisible(calls && callBackTo.getValue().contains(NumberKind.INTERNATIONAL));
  }

  @Override
  protected void save() {
    SaveQueue command =
        new SaveQueue(
            name.getValue().strip(),
            Inputs.orNull(number.getValue()),
            Inputs.orNull(language.getValue()),
            strategy.getValue(),
            members.rows().stream().map(QueueDialog::member).toList(),
            ringSeconds.getValue(),
            wrapUpSeconds.getValue(),
            missedMax.getValue(),
            waitingMax.getValue(),
            waitMaxSeconds.getValue(),
            lines(greeting),
            Inputs.orNull(music.getValue()),
            announceSeconds.getValue(),
            position.getValue(),
            estimate.getValue(),
            lines(announcements),
            callBack.getValue()
                ? new CallBack(
                    callBackAfter.getValue(),
                    callBackTries.getValue(),
                    callBackPause.getValue(),
                    callBackTo.getValue(),
                    callBackCountries.getValue())
                : null,
            Inputs.orNull(full.getValue()),
            Inputs.orNull(late.getValue()),
            Inputs.orNull(nobody.getValue()),
            serviceSeconds.getValue());
    saved.accept(before == null ? queues.create(command) : queues.replace(before.id(), command));
  }

  private static Member member(MemberRow row) {
    return new Member(
        Inputs.orEmpty(row.agent.getValue()),
        row.level.getValue(),
        new LinkedHashSet<>(Inputs.values(row.skills.getValue())),
        row.confirm);
  }

  private static List<String> lines(TextArea field) {
    return field.getValue().lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }
}
