package org.belfry.webui.attendants;

import com.vaadin.flow.component.icon.VaadinIcon;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.belfry.pbx.admin.AttendantAdmin.Ask;
import org.belfry.pbx.admin.AttendantAdmin.Branch;
import org.belfry.pbx.admin.AttendantAdmin.Collect;
import org.belfry.pbx.admin.AttendantAdmin.Find;
import org.belfry.pbx.admin.AttendantAdmin.GoTo;
import org.belfry.pbx.admin.AttendantAdmin.HangUp;
import org.belfry.pbx.admin.AttendantAdmin.Menu;
import org.belfry.pbx.admin.AttendantAdmin.Recording;
import org.belfry.pbx.admin.AttendantAdmin.SaveNode;
import org.belfry.pbx.admin.AttendantAdmin.Say;
import org.belfry.pbx.admin.AttendantAdmin.Voicemail;

/** What a step of an attendant does. */
enum NodeKind {
  MENU("menu", VaadinIcon.GRID_SMALL),
  SAY("say", VaadinIcon.COMMENT_O),
  GO_TO("goTo", VaadinIcon.ARROW_FORWARD),
  EXTENSION("extension", VaadinIcon.PHONE),
  NAME("name", VaadinIcon.USER_CARD),
  BRANCH("branch", VaadinIcon.CALENDAR_CLOCK),
  VOICEMAIL("voicemail", VaadinIcon.ENVELOPE_O),
  RECORD("record", VaadinIcon.MICROPHONE),
  COLLECT("collect", VaadinIcon.HASH),
  ASK("ask", VaadinIcon.GLOBE_WIRE),
  HANG_UP("hangUp", VaadinIcon.PHONE);

  /** Of the node that has it. */
  final String field;

  final VaadinIcon icon;

  NodeKind(String field, VaadinIcon icon) {
    this.field = field;
    this.icon = icon;
  }

  static NodeKind of(SaveNode node) {
    for (NodeKind kind : values()) {
      if (kind.contentOrNull(node) != null) {
        return kind;
      }
    }
    return HANG_UP;
  }

  /** The part of the node that says what it does. */
  Record content(SaveNode node) {
    return Objects.requireNonNull(contentOrNull(node));
  }

  private @org.jspecify.annotations.Nullable Record contentOrNull(SaveNode node) {
    return switch (this) {
      case MENU -> node.menu();
      case SAY -> node.say();
      case GO_TO -> node.goTo();
      case EXTENSION -> node.extension();
      case NAME -> node.name();
      case BRANCH -> node.branch();
      case VOICEMAIL -> node.voicemail();
      case RECORD -> node.record();
      case COLLECT -> node.collect();
      case ASK -> node.ask();
      case HANG_UP -> node.hangUp();
    };
  }

  /**
   * A node that does this.
   *
   * @param content of this kind's record
   */
  SaveNode node(Record content) {
    return new SaveNode(
        this == SAY ? (Say) content : null,
        this == MENU ? (Menu) content : null,
        this == COLLECT ? (Collect) content : null,
        this == EXTENSION ? (Find) content : null,
        this == NAME ? (Find) content : null,
        this == BRANCH ? (Branch) content : null,
        this == GO_TO ? (GoTo) content : null,
        this == VOICEMAIL ? (Voicemail) content : null,
        this == ASK ? (Ask) content : null,
        this == RECORD ? (Recording) content : null,
        this == HANG_UP ? (HangUp) content : null);
  }

  /** One that nobody has filled in yet. */
  SaveNode empty() {
    List<String> silent = List.of();
    return node(
        switch (this) {
          case MENU -> new Menu(silent, Map.of(), false, null, null, null);
          case SAY -> new Say(silent, null, null);
          case GO_TO -> new GoTo("", null);
          case EXTENSION, NAME -> new Find(silent, null, null, null, null);
          case BRANCH -> new Branch("", null, null);
          case VOICEMAIL -> new Voicemail("");
          case RECORD -> new Recording(silent, null, "", null);
          case COLLECT -> new Collect(silent, "", null, null, null, null, null, null);
          case ASK -> new Ask("", null, List.of(), null);
          case HANG_UP -> new HangUp(silent);
        });
  }
}
