package org.belfry.webui.base;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Instants and durations as this reader writes them: own zone, own language.
 *
 * @param zone the reader's, as the browser says; else the appliance's
 */
public record Moments(ZoneId zone, Locale locale) {

  /** For the one who is looking right now. */
  public static Moments of(UI ui) {
    String zone = ui.getPage().getExtendedClientDetails().getTimeZoneId();
    boolean known = zone != null && ZoneId.getAvailableZoneIds().contains(zone);
    return new Moments(known ? ZoneId.of(zone) : ZoneId.systemDefault(), ui.getLocale());
  }

  /** For the one who is looking at the component. */
  public static Moments of(Component component) {
    return of(component.getUI().orElseGet(UI::getCurrent));
  }

  /** Date and time to the second. */
  public String full(Instant instant) {
    return format(FormatStyle.MEDIUM, instant);
  }

  /** Date and time to the minute. */
  public String minute(Instant instant) {
    return format(FormatStyle.SHORT, instant);
  }

  /** Time of day to the second. */
  public String time(Instant instant) {
    return DateTimeFormatter.ofLocalizedTime(FormatStyle.MEDIUM)
        .withLocale(locale)
        .format(instant.atZone(zone));
  }

  /** The beginning of the day, or null for no day. */
  public @Nullable Instant startOf(@Nullable LocalDate day) {
    return day == null ? null : day.atStartOfDay(zone).toInstant();
  }

  /** {@code 4:07} or {@code 1:04:07}, rounded down to seconds, never below zero. */
  public static String clock(Duration duration) {
    Duration d = duration.isNegative() ? Duration.ZERO : duration;
    return d.toHours() > 0
        ? String.format(
            Locale.ROOT, "%d:%02d:%02d", d.toHours(), d.toMinutesPart(), d.toSecondsPart())
        : String.format(Locale.ROOT, "%d:%02d", d.toMinutes(), d.toSecondsPart());
  }

  private String format(FormatStyle time, Instant instant) {
    return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.SHORT, time)
        .withLocale(locale)
        .format(instant.atZone(zone));
  }
}
