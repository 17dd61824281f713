package org.belfry.pbx.fuse;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a minute to a number costs, by the longest prefix that it begins with. */
public final class CallRates {
  public static final CallRates NONE = new CallRates(List.of());

  private final List<Rate> rates;
  private final Map<String, Long> byPrefix = new HashMap<>();
  private final int longest;

  /**
   * @param prefix beginning of an E.164 number with {@code +}, or of a short number without
   * @param name for people, may be empty
   * @param perMinute in millionths of the currency, 0 or more
   */
  public record Rate(String prefix, String name, long perMinute) {
    public Rate {
      if (perMinute < 0) {
        throw new IllegalArgumentException("a price is negative");
      }
    }
  }

  /**
   * @param rates in any order; of two with the same prefix the last counts
   */
  public CallRates(List<Rate> rates) {
    Map<String, Rate> sorted = new TreeMap<>();
    int most = 0;
    for (Rate rate : rates) {
      sorted.put(rate.prefix(), rate);
      byPrefix.put(rate.prefix(), rate.perMinute());
      most = Math.max(most, rate.prefix().length());
    }
    this.rates = List.copyOf(sorted.values());
    this.longest = most;
  }

  /** By prefix. */
  public List<Rate> rates() {
    return rates;
  }

  /** In millionths of the currency a minute; 0 for a number without a rate. */
  public long perMinute(String number) {
    for (int length = Math.min(longest, number.length()); length > 0; length--) {
      Long price = byPrefix.get(number.substring(0, length));
      if (price != null) {
        return price;
      }
    }
    return 0;
  }
}
