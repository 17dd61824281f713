package org.belfry.appliance.callcontrol;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.belfry.appliance.audit.AuditTrail;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.pbx.admin.EmergencyNotices;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.routing.EmergencyNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Emergency calls that nobody at the front desk has acknowledged yet; in memory. */
@Component
class EmergencyNoticeBoard implements EmergencyCalls, EmergencyNotices {
  private static final Logger LOG = LoggerFactory.getLogger(EmergencyNoticeBoard.class);
  private static final int NOTICES_MAX = 100;

  /** Nobody has to do anything about a test. */
  private static final Duration TEST_SHOWN = Duration.ofMinutes(10);

  private final DirectoryStore directory;
  private final AuditTrail audit;
  private final TransactionTemplate transaction;
  private final InstantSource clock = InstantSource.system();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** By Call-ID, the oldest first; each guarded by the map. */
  private final Map<String, NoticeView> notices = new LinkedHashMap<>();

  /** What the audit log says of a notice. */
  private record Acknowledged(String number, String location, boolean acknowledged) {}

  EmergencyNoticeBoard(
      DirectoryStore directory, AuditTrail audit, TransactionTemplate transaction) {
    this.directory = directory;
    this.audit = audit;
    this.transaction = transaction;
  }

  @Override
  public void called(Called call) {
    NoticeView notice =
        new NoticeView(
            call.callId(),
            clock.instant(),
            call.extension(),
            call.name(),
            call.number(),
            call.location(),
            call.test());
    synchronized (notices) {
      notices.put(call.callId(), notice);
      if (notices.size() > NOTICES_MAX) {
        // A test that somebody dials again and again pushes nothing out but other tests.
        String oldest =
            notices.values().stream()
                .filter(NoticeView::test)
                .findFirst()
                .orElseGet(() -> notices.values().iterator().next())
                .callId();
        notices.remove(oldest);
        LOG.warn("the notice of the emergency call {} gives way to newer ones", oldest);
      }
    }
    Thread.startVirtualThread(this::tell); // the lane of the call does not wait for pages
  }

  @Override
  public List<NoticeView> open(String extension) {
    if (!isThere(extension)) {
      return List.of();
    }
    Instant old = clock.instant().minus(TEST_SHOWN);
    synchronized (notices) {
      notices.values().removeIf(each -> each.test() && each.at().isBefore(old));
      return new ArrayList<>(notices.values()).reversed();
    }
  }

  @Override
  public void acknowledge(String extension, String callId) {
    NoticeView notice;
    synchronized (notices) {
      notice = isThere(extension) ? notices.remove(callId) : null;
    }
    if (notice == null) {
      return;
    }
    tell();
    NoticeView taken = notice;
    transaction.executeWithoutResult(status ->
        audit.tell(
            "emergency_notice",
            taken.extension(),
            new Acknowledged(taken.number(), taken.location(), false),
            new Acknowledged(taken.number(), taken.location(), true)));
  }

  private boolean isThere(String extension) {
    Directory current = directory.current();
    return EmergencyNotification.members(current.dialPlan().frontDesk(), current).stream()
        .anyMatch(extension::equalsIgnoreCase);
  }

  @Override
  public LiveUpdates.Subscription onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void tell() {
    for (Runnable listener : listeners) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        LOG.warn("a page could not be told of an emergency call", e);
      }
    }
  }
}
