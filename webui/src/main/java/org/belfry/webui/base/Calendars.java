package org.belfry.webui.base;

import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import com.vaadin.flow.component.timepicker.TimePicker;
import com.vaadin.flow.i18n.I18NProvider;
import java.text.DateFormatSymbols;
import java.time.DayOfWeek;
import java.time.temporal.WeekFields;
import java.util.List;
import java.util.Locale;

/** What fields for days and times say, in the reader's language. */
public final class Calendars {
  private Calendars() {}

  public static void speak(DatePicker field, Locale language) {
    field.setLocale(language);
    field.setI18n(words(language));
  }

  static void speak(TimePicker field, Locale language) {
    field.setLocale(language);
    field.setI18n(
        new TimePicker.TimePickerI18n()
            .setBadInputErrorMessage(I18NProvider.translate("base.time.bad")));
  }

  public static void speak(DateTimePicker field, Locale language) {
    field.setLocale(language);
    field.setDatePickerI18n(words(language));
    field.setI18n(
        new DateTimePicker.DateTimePickerI18n()
            .setDateLabel(I18NProvider.translate("base.day"))
            .setTimeLabel(I18NProvider.translate("base.time"))
            .setBadInputErrorMessage(I18NProvider.translate("base.day.bad"))
            .setIncompleteInputErrorMessage(I18NProvider.translate("base.day.incomplete")));
  }

  private static DatePicker.DatePickerI18n words(Locale language) {
    DateFormatSymbols names = DateFormatSymbols.getInstance(language);
    return new DatePicker.DatePickerI18n()
        .setMonthNames(List.of(names.getMonths()).subList(0, 12)) // behind them one of other years
        .setWeekdays(List.of(names.getWeekdays()).subList(1, 8)) // they are counted from 1
        .setWeekdaysShort(List.of(names.getShortWeekdays()).subList(1, 8))
        .setFirstDayOfWeek(WeekFields.of(language).getFirstDayOfWeek() == DayOfWeek.SUNDAY ? 0 : 1)
        .setToday(I18NProvider.translate("base.today"))
        .setCancel(I18NProvider.translate("base.cancel"))
        .setBadInputErrorMessage(I18NProvider.translate("base.day.bad"));
  }
}
