package org.belfry.webui.fake;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.admin.PersonalCalls;
import org.belfry.pbx.cdr.CallRecord;

/** One's own calls, out of the history of {@link FakePbx}. */
public final class FakePersonalCalls implements PersonalCalls {
  private final FakePbx pbx;
  private final Map<String, Long> cleared = new HashMap<>();
  private final List<Runnable> followers = new CopyOnWriteArrayList<>();

  public FakePersonalCalls(FakePbx pbx) {
    this.pbx = pbx;
  }

  @Override
  public Page calls(String extension, boolean missedOnly, int offset, int limit) {
    List<PersonalCall> all =
        pbx.find(org.belfry.pbx.admin.CallHistory.Filter.ALL, 0, 500).calls().stream()
            .filter(stored ->
                stored.call().caller().equals(extension)
                    || stored.call().callee().equals(extension))
            .map(stored -> view(stored.id(), stored.call(), extension))
            .filter(call ->
                !missedOnly || (call.missed() && call.id() > cleared.getOrDefault(extension, 0L)))
            .toList();
    return new Page(all.stream().skip(offset).limit(limit).toList(), all.size());
  }

  @Override
  public void clearMissed(String extension) {
    calls(extension, true, 0, 1).calls().forEach(newest -> cleared.put(extension, newest.id()));
    followers.forEach(Runnable::run);
  }

  @Override
  public LiveUpdates.Subscription onChange(String extension, Runnable listener) {
    followers.add(listener);
    LiveUpdates.Subscription others = pbx.onChange(listener);
    return () -> {
      followers.remove(listener);
      others.close();
    };
  }

  private static PersonalCall view(long id, CallRecord call, String extension) {
    boolean outgoing = call.caller().equals(extension);
    return new PersonalCall(
        id,
        outgoing,
        outgoing ? call.callee() : call.caller(),
        outgoing ? call.calleeName() : call.callerName(),
        call.startedAt(),
        call.answeredAt() == null ? null : Duration.between(call.answeredAt(), call.endedAt()),
        call.cause());
  }
}
