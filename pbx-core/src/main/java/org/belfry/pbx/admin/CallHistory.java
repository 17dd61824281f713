package org.belfry.pbx.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.belfry.pbx.cdr.CallRecord;
import org.jspecify.annotations.Nullable;

/** The call detail records, newest first. */
public interface CallHistory {

  /**
   * @param limit 1 to 500
   * @param offset rows to skip, from 0
   * @throws InvalidCommand when limit or offset is out of range
   */
  Page find(Filter filter, int offset, int limit);

  /**
   * The calls behind one, for who reads all of them: none is counted, passed over or read twice,
   * also when others end or are deleted meanwhile.
   *
   * @param after the last that was read; null for the newest
   * @param limit 1 to 500
   * @throws InvalidCommand when limit is out of range
   */
  List<StoredCall> next(Filter filter, @Nullable StoredCall after, int limit);

  Optional<StoredCall> call(long id);

  /**
   * How many calls there were, hour by hour: none is left out.
   *
   * @param from a full hour
   * @param hours 1 to 744
   * @throws InvalidCommand when hours is out of range
   */
  List<HourView> perHour(Instant from, int hours);

  /**
   * @param calls that began in the hour
   * @param answered of them
   */
  record HourView(Instant hour, long calls, long answered) {}

  /**
   * Every criterion that is not null must hold.
   *
   * @param party part of caller or callee (number or name)
   * @param answered true for calls that were answered, false for the others; voicemail does not
   *     answer
   * @param from calls started at or after
   * @param to calls started before
   */
  record Filter(
      @Nullable String party,
      @Nullable Boolean answered,
      @Nullable Instant from,
      @Nullable Instant to) {
    public static final Filter ALL = new Filter(null, null, null, null);
  }

  record StoredCall(long id, CallRecord call) {}

  /**
   * @param total rows that match the filter, on all pages
   */
  record Page(List<StoredCall> calls, long total, int offset, int limit) {}
}
