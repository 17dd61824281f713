package org.belfry.webui.groups;

import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextField;
import java.util.function.Consumer;
import org.belfry.pbx.admin.GroupAdmin;
import org.belfry.pbx.admin.GroupAdmin.GroupView;
import org.belfry.pbx.admin.GroupAdmin.Member;
import org.belfry.pbx.admin.GroupAdmin.SaveGroup;
import org.belfry.pbx.admin.GroupAdmin.Strategy;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.FormDialog;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Rows;
import org.jspecify.annotations.Nullable;

/** The form for one ring group, new or existing. */
final class GroupDialog extends FormDialog {
  private static final int USUAL_RING = 60;
  private static final int USUAL_MEMBER_RING = 15;

  private final transient GroupAdmin groups;
  private final @Nullable GroupView before;
  private final transient Consumer<GroupView> saved;
  private final transient Inputs inputs = new Inputs("groups.");
  private final TextField number = inputs.line("number");
  private final TextField name = inputs.line("name");
  private final Select<Strategy> strategy = inputs.choice("strategy", Strategy.class);
  private final Rows<MemberRow> members;
  private final IntegerField ringSeconds = inputs.whole("ringseconds");
  private final IntegerField memberSeconds = inputs.whole("memberseconds");
  private final Checkbox skipBusy = inputs.check("skipbusy");
  private final ComboBox<String> overflow;

  /** One member. */
  private static final class MemberRow extends Rows.Row {
    private final ComboBox<String> extension;
    private final IntegerField delay;

    MemberRow(Inputs inputs, Destinations destinations) {
      extension = field("extension", destinations.user(inputs, "member"));
      delay = field("delaySeconds", inputs.whole("delay"));
      delay.setWidth("9rem");
    }
  }

  GroupDialog(
      GroupAdmin groups,
      Destinations destinations,
      @Nullable GroupView before,
      Consumer<GroupView> saved) {
    this.groups = groups;
    this.before = before;
    this.saved = saved;
    super(
        text(before == null ? "groups.create" : "groups.change"),
        text(before == null ? "groups.create.save" : "base.save"));
    addClassName("bf-wide");
    number.setRequiredIndicatorVisible(true);
    number.setAutofocus(true);
    name.setRequiredIndicatorVisible(true);
    overflow = destinations.box(inputs, "overflow");
    members = new Rows<>(inputs, "members", true, () -> new MemberRow(inputs, destinations));
    if (before != null) {
      form().warnings(before.warnings());
    }
    form().beside(form().at("number", number), form().at("name", name));
    form().rows("members", members);
    field("strategy", strategy);
    form().beside(form().at("ringSeconds", ringSeconds), form().at("memberSeconds", memberSeconds));
    field("skipBusy", skipBusy);
    field("overflow", overflow);
    strategy.addValueChangeListener(changed -> arrange());
    show(before, destinations);
    unlessChanged(
        () -> before != null && groups.group(before.id()).filter(before::equals).isEmpty());
  }

  private void show(@Nullable GroupView group, Destinations destinations) {
    strategy.setValue(group == null ? Strategy.ALL : group.strategy());
    ringSeconds.setValue(group == null ? USUAL_RING : group.ringSeconds());
    memberSeconds.setValue(group == null ? USUAL_MEMBER_RING : group.memberSeconds());
    skipBusy.setValue(group == null || group.skipBusy());
    if (group == null) {
      members.add(new MemberRow(inputs, destinations));
    } else {
      number.setValue(group.number());
      name.setValue(group.name());
      overflow.setValue(group.overflow());
      for (Member member : group.members()) {
        MemberRow row = new MemberRow(inputs, destinations);
        row.extension.setValue(member.extension());
        row.delay.setValue(member.delaySeconds());
        members.add(row);
      }
    }
    arrange();
  }

  /**
   * Members who ring together may ring later than others; those who take turns have a time each.
   */
  private void arrange() {
    boolean together = strategy.getValue() == Strategy.ALL;
    memberSeconds.setVisible(!together);
    members.rows().forEach(row -> row.delay.setVisible(together));
  }

  @Override
  protected void save() {
    boolean together = strategy.getValue() == Strategy.ALL;
    SaveGroup command =
        new SaveGroup(
            number.getValue().strip(),
            name.getValue().strip(),
            strategy.getValue(),
            members.rows().stream()
                .map(row ->
                    new Member(
                        Inputs.orEmpty(row.extension.getValue()),
                        together ? row.delay.getValue() : null))
                .toList(),
            ringSeconds.getValue(),
            memberSeconds.getValue(),
            skipBusy.getValue(),
            Inputs.orNull(overflow.getValue()));
    saved.accept(before == null ? groups.create(command) : groups.replace(before.id(), command));
  }
}
