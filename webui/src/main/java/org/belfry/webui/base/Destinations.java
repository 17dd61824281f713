package org.belfry.webui.base;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.i18n.I18NProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.belfry.pbx.admin.DestinationList;
import org.belfry.pbx.admin.DestinationList.DestinationView;
import org.belfry.pbx.admin.DestinationList.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Where calls can be sent, in words: {@code voicemail:1001} is "Mailbox of Alice Berger". Read once
 * for each page or form.
 */
public final class Destinations {
  private static final List<String> REFUSALS =
      List.of("refuse:busy", "refuse:declined", "refuse:unavailable", "refuse:unknown");
  private static final String DIAL = "dial:";
  private static final String MAILBOX = "voicemail:";
  private static final String REFUSE = "refuse:";
  private static final String APPLICATION = "app:";

  private final Map<String, DestinationView> known = new LinkedHashMap<>();

  public Destinations(DestinationList destinations) {
    destinations.destinations().forEach(each -> known.put(each.value(), each));
  }

  /** True for what commands take, {@code dial:1001}; false for a mere number. */
  public static boolean isTextForm(String text) {
    return text.startsWith(DIAL)
        || text.startsWith(MAILBOX)
        || text.startsWith(REFUSE)
        || text.startsWith(APPLICATION);
  }

  /** True when it is nobody. */
  public static boolean isRefusal(String value) {
    return value.startsWith(REFUSE);
  }

  /** What the destination is called; nothing for none. */
  public String words(@Nullable String value) {
    if (value == null || value.isEmpty()) {
      return "";
    }
    DestinationView view = known.get(value);
    if (view != null) {
      return words(view);
    }
    if (REFUSALS.contains(value)) {
      return I18NProvider.translate("destination.refuse." + value.substring(REFUSE.length()));
    }
    if (value.startsWith(MAILBOX)) {
      return I18NProvider.translate("destination.mailbox", value.substring(MAILBOX.length()));
    }
    if (value.startsWith(APPLICATION)) {
      return value.substring(APPLICATION.length()).replace(':', ' ').strip();
    }
    return value.startsWith(DIAL) ? value.substring(DIAL.length()) : value;
  }

  private static String words(DestinationView view) {
    return switch (view.kind()) {
      case USER, GROUP -> view.name() + " · " + view.number();
      case QUEUE, ATTENDANT, CONFERENCE, ANNOUNCEMENT ->
          I18NProvider.translate(
              "destination." + view.kind().name().toLowerCase(Locale.ROOT), view.name());
      case MAILBOX -> I18NProvider.translate("destination.mailbox", view.name());
    };
  }

  /** The name of whoever has this extension or number, or the number itself. */
  public String nameOf(String number) {
    DestinationView view = known.get(DIAL + number);
    return view == null ? number : view.name();
  }

  /** A field for one of them, or for any number that can be dialled; the value is its text form. */
  public ComboBox<String> box(Inputs inputs, String key) {
    List<String> values = new ArrayList<>(known.keySet());
    values.addAll(REFUSALS);
    ComboBox<String> box = inputs.names(key, values);
    box.setItemLabelGenerator(this::words);
    TypedChoice.orNumberIn(box, Destinations::textForm);
    return box;
  }

  /** A field for a user; the value is the extension. */
  public ComboBox<String> user(Inputs inputs, String key) {
    ComboBox<String> box = inputs.name(key, numbers(Kind.USER));
    box.setItemLabelGenerator(extension -> words(DIAL + extension));
    return box;
  }

  /** A field for a number: somebody of the site, or anything else that is typed. */
  public ComboBox<String> number(Inputs inputs, String key) {
    List<String> numbers = new ArrayList<>(numbers(Kind.USER));
    numbers.addAll(numbers(Kind.GROUP));
    ComboBox<String> box = inputs.names(key, numbers);
    box.setItemLabelGenerator(number -> words(DIAL + number));
    TypedChoice.orNumberIn(box, UnaryOperator.identity());
    return box;
  }

  private List<String> numbers(Kind kind) {
    return known.values().stream()
        .filter(view -> view.kind() == kind)
        .map(DestinationView::number)
        .toList();
  }

  private static String textForm(String typed) {
    String text = typed.strip();
    return isTextForm(text) ? text : DIAL + text;
  }
}
