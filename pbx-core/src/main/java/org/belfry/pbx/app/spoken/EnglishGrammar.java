package org.belfry.pbx.app.spoken;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;

/** English: "one thousand two hundred and one", "November the third", "ten oh five A M". */
final class EnglishGrammar extends Grammar {
  private static final String[] GROUPS = {"", "thousand", "million", "billion", "trillion"};

  @Override
  void number(long value, List<String> words) {
    if (value == 0) {
      words.add("n0");
      return;
    }
    long rest = value;
    long size = 1_000_000_000_000L;
    for (int group = GROUPS.length - 1; group > 0; group--) {
      if (rest >= size) {
        belowThousand((int) (rest / size), words);
        words.add(GROUPS[group]);
        rest %= size;
      }
      size /= 1000;
    }
    if (rest > 0) {
      if (rest < 100 && value > rest) {
        words.add("and");
      }
      belowThousand((int) rest, words);
    }
  }

  private static void belowThousand(int value, List<String> words) {
    if (value >= 100) {
      words.add("h" + value / 100);
      if (value % 100 > 0) {
        words.add("and");
      }
    }
    if (value % 100 > 0) {
      words.add("n" + value % 100);
    }
  }

  @Override
  void ordinal(int value, List<String> words) {
    int thousands = value / 1000;
    int hundreds = value % 1000 / 100;
    int rest = value % 100;
    if (thousands > 0) {
      words.add("n" + thousands);
      words.add(value % 1000 == 0 ? "thousandth" : "thousand");
    }
    if (hundreds > 0) {
      words.add((rest == 0 ? "oh" : "h") + hundreds);
    }
    if (rest > 0) {
      if (value >= 100) {
        words.add("and");
      }
      words.add("o" + rest);
    }
  }

  @Override
  void date(LocalDate date, boolean year, List<String> words) {
    words.add("month" + date.getMonthValue());
    words.add("o" + date.getDayOfMonth());
    if (year) {
      year(date.getYear(), words);
    }
  }

  /** "nineteen eighty-four", "twenty twenty-six", but "two thousand and one". */
  private void year(int year, List<String> words) {
    int century = year / 100;
    int rest = year % 100;
    if ((century >= 11 && century <= 99 && century % 10 != 0) || (century == 20 && rest >= 10)) {
      words.add("n" + century);
      if (rest == 0) {
        words.add("hundred");
      } else if (rest < 10) {
        words.add("oh");
        words.add("n" + rest);
      } else {
        words.add("n" + rest);
      }
    } else {
      number(Math.max(0, year), words);
    }
  }

  @Override
  void time(LocalTime time, List<String> words) {
    int hour = time.getHour() % 12;
    words.add("n" + (hour == 0 ? 12 : hour));
    int minute = time.getMinute();
    if (minute > 0) {
      if (minute < 10) {
        words.add("oh");
      }
      words.add("n" + minute);
    }
    words.add(time.getHour() < 12 ? "am" : "pm");
  }

  @Override
  void count(long how, String unit, List<String> words) {
    number(how, words);
    words.add(how == 1 ? unit : unit + "s");
  }
}
