package org.belfry.webui.base;

import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.regex.Pattern;
import org.belfry.pbx.admin.NumberKind;
import org.belfry.pbx.admin.PlanExplainer.ReasonView;

/** The decisions in the order they were taken, in the reader's language. */
public final class Reasons extends OrderedList {
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d[0-9:.]*");

  private final transient Destinations destinations;

  public Reasons(List<ReasonView> reasons, Destinations destinations) {
    this.destinations = destinations;
    addClassName("bf-reasons");
    reasons.forEach(reason -> add(new ListItem(sentence(reason))));
  }

  private String sentence(ReasonView reason) {
    try {
      return getTranslation(
          "why." + reason.code().toLowerCase(Locale.ROOT),
          reason.words().stream().map(this::word).toArray());
    } catch (MissingResourceException newKind) {
      return reason.sentence();
    }
  }

  /** A caller's name may look like a time that there is not. */
  private String time(String word) {
    try {
      return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
          .withLocale(getLocale())
          .format(LocalDateTime.parse(word));
    } catch (DateTimeException e) {
      return word;
    }
  }

  /** {@code voicemail:1001}, {@code MOBILE DE} and ISO times are words of ours, not of people. */
  private String word(String word) {
    if (Destinations.isTextForm(word)) {
      return destinations.words(word);
    }
    if (TIME.matcher(word).matches()) {
      return time(word);
    }
    String kind = word.indexOf(' ') < 0 ? word : word.substring(0, word.indexOf(' '));
    if (Arrays.stream(NumberKind.values()).noneMatch(each -> each.name().equals(kind))) {
      return word;
    }
    String words = getTranslation("kind." + kind.toLowerCase(Locale.ROOT));
    return kind.equals(word)
        ? words
        : words + ", " + Inputs.countryName(word.substring(kind.length() + 1), getLocale());
  }
}
