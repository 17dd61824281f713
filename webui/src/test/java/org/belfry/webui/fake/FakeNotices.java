package org.belfry.webui.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.belfry.pbx.admin.EmergencyNotices;
import org.belfry.pbx.admin.LiveUpdates;

/** Emergency calls in memory; everybody is at the front desk. */
public final class FakeNotices implements EmergencyNotices {
  private final List<NoticeView> notices = new CopyOnWriteArrayList<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  public void clear() {
    notices.clear();
  }

  /** A colleague calls an emergency number, or one to test by. */
  public void called(String extension, String name, String location, boolean test) {
    notices.add(
        new NoticeView(
            "call-" + notices.size(),
            Instant.EPOCH,
            extension,
            name,
            test ? "933" : "112",
            location,
            test));
    listeners.forEach(Runnable::run);
  }

  @Override
  public List<NoticeView> open(String extension) {
    return new ArrayList<>(notices);
  }

  @Override
  public void acknowledge(String extension, String callId) {
    notices.removeIf(each -> each.callId().equals(callId));
    listeners.forEach(Runnable::run);
  }

  @Override
  public LiveUpdates.Subscription onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
