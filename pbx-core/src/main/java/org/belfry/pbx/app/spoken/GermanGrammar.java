package org.belfry.pbx.app.spoken;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;

/** German: "zweihundert einundzwanzig", "dritten November", "ein Uhr fünf". */
final class GermanGrammar extends Grammar {
  private static final String[] GROUPS = {"", "", "million", "billion", "trillion"};

  @Override
  void number(long value, List<String> words) {
    if (value == 0) {
      words.add("n0");
      return;
    }
    long rest = value;
    long size = 1_000_000_000_000L;
    for (int group = GROUPS.length - 1; group > 1; group--) {
      int how = (int) (rest / size);
      if (how == 1) {
        words.add("eine");
        words.add(GROUPS[group]);
      } else if (how > 1) {
        belowThousand(how, "eine", words);
        words.add(GROUPS[group] + "s");
      }
      rest %= size;
      size /= 1000;
    }
    if (rest >= 1000) {
      belowThousand((int) (rest / 1000), "ein", words);
      words.add("thousand");
    }
    if (rest % 1000 > 0) {
      belowThousand((int) (rest % 1000), "n1", words);
    }
  }

  /**
   * @param one how a one at the end is said: "eins" alone, "eintausend", "eine Million"
   */
  private static void belowThousand(int value, String one, List<String> words) {
    if (value >= 100) {
      words.add("h" + value / 100);
    }
    int rest = value % 100;
    if (rest == 1) {
      words.add(one);
    } else if (rest > 0) {
      words.add("n" + rest);
    }
  }

  @Override
  void ordinal(int value, List<String> words) {
    int thousands = value / 1000;
    int hundreds = value % 1000 / 100;
    int rest = value % 100;
    if (thousands > 0) {
      words.add(thousands == 1 ? "ein" : "n" + thousands);
      words.add(value % 1000 == 0 ? "thousandth" : "thousand");
    }
    if (hundreds > 0) {
      words.add((rest == 0 ? "oh" : "h") + hundreds);
    }
    if (rest > 0) {
      words.add("o" + rest);
    }
  }

  @Override
  void date(LocalDate date, boolean year, List<String> words) {
    words.add("d" + date.getDayOfMonth());
    words.add("month" + date.getMonthValue());
    if (year) {
      year(Math.max(0, date.getYear()), words);
    }
  }

  /** "neunzehn hundert vierundachtzig", but "zweitausend sechsundzwanzig". */
  private void year(int year, List<String> words) {
    int century = year / 100;
    if (century >= 11 && century <= 19) {
      words.add("n" + century);
      words.add("hundred");
      if (year % 100 > 0) {
        words.add("n" + year % 100);
      }
    } else {
      number(year, words);
    }
  }

  @Override
  void time(LocalTime time, List<String> words) {
    words.add(time.getHour() == 1 ? "ein" : "n" + time.getHour());
    words.add("oclock");
    if (time.getMinute() > 0) {
      words.add("n" + time.getMinute());
    }
  }

  @Override
  void count(long how, String unit, List<String> words) {
    if (how == 1) {
      words.add(unit.equals("day") ? "ein" : "eine");
      words.add(unit);
    } else {
      number(how, words);
      words.add(unit + "s");
    }
  }
}
