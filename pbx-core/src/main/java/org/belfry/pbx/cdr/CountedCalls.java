package org.belfry.pbx.cdr;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.belfry.pbx.engine.Figure;

/** Counts the records on their way to the sink, by cause. */
public final class CountedCalls implements CdrSink {
  private final CdrSink sink;
  private final Map<CallRecord.Cause, LongAdder> ended = new EnumMap<>(CallRecord.Cause.class);
  private final LongAdder lost = new LongAdder();

  public CountedCalls(CdrSink sink) {
    this.sink = sink;
    for (CallRecord.Cause cause : CallRecord.Cause.values()) {
      ended.put(cause, new LongAdder());
    }
  }

  @Override
  public boolean append(CallRecord call) {
    LongAdder count = ended.get(call.cause());
    if (count != null) {
      count.increment();
    }
    boolean taken = sink.append(call);
    if (!taken) {
      lost.increment();
    }
    return taken;
  }

  public List<Figure> figures() {
    List<Figure> all = new ArrayList<>();
    ended.forEach((cause, count) ->
        all.add(
            Figure.counter("calls.ended", "Calls that have ended, by cause", count::sum)
                .with("cause", cause.name().toLowerCase(Locale.ROOT))));
    all.add(
        Figure.counter(
            "calls.records.lost", "Call records the journal had no room for", lost::sum));
    return all;
  }
}
