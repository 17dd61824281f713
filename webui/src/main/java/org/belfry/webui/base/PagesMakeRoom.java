package org.belfry.webui.base;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import com.vaadin.flow.server.VaadinSession;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Pages end before calls do. A page is a tree in memory that grows with what its reader opens, and
 * somebody who is signed in may open much, so when the heap is nearly full after a collection the
 * session with the largest pages ends, and the next, until there is room.
 */
@org.springframework.stereotype.Component
public class PagesMakeRoom implements VaadinServiceInitListener, SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(PagesMakeRoom.class);

  /** Of the heap, after a collection. */
  static final double FULL = 0.8;

  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final long PATIENCE_MILLIS = 100;

  private final Set<VaadinSession> sessions = ConcurrentHashMap.newKeySet();
  private @Nullable Thread watch;

  @Override
  public void serviceInit(ServiceInitEvent event) {
    event.getSource().addSessionInitListener(begun -> sessions.add(begun.getSession()));
    event.getSource().addSessionDestroyListener(ended -> sessions.remove(ended.getSession()));
  }

  /**
   * Looks at the heap once.
   *
   * @param full how much of it is in use
   * @param collected whether garbage was looked for since it was found full
   * @return the same, after this look
   */
  public boolean look(double full, boolean collected) {
    if (full < FULL || sessions.isEmpty()) {
      return false; // a collection for its own sake would cost the calls
    }
    if (collected) {
      sessions.stream().max(Comparator.comparingInt(PagesMakeRoom::size)).ifPresent(this::end);
    }
    // What is old may be garbage that nobody has looked at; and what has just ended is.
    System.gc();
    return true;
  }

  private void end(VaadinSession session) {
    LOG.warn("The heap is nearly full: the session with the largest pages ends.");
    sessions.remove(session);
    try {
      session.getSession().invalidate();
    } catch (IllegalStateException over) {
      LOG.debug("it was over already", over);
    }
  }

  /** In nodes. One that is busy for so long is working at its size. */
  private static int size(VaadinSession session) {
    try {
      if (!session.getLockInstance().tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        return Integer.MAX_VALUE;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
    try {
      return session.getUIs().stream().mapToInt(PagesMakeRoom::size).sum();
    } finally {
      session.getLockInstance().unlock();
    }
  }

  private static int size(UI page) {
    int[] nodes = new int[1];
    page.getElement().getNode().visitNodeTree(node -> nodes[0]++);
    return nodes[0];
  }

  /** What was in use after the latest collections, of what there may be. */
  private static double full() {
    long used = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage after = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
      used += after == null ? 0 : after.getUsed();
    }
    return (double) used / Runtime.getRuntime().maxMemory();
  }

  @Override
  public synchronized void start() {
    watch =
        Thread.ofVirtual()
            .name("pages-make-room")
            .start(() -> {
              boolean collected = false;
              try {
                while (!Thread.currentThread().isInterrupted()) {
                  Thread.sleep(INTERVAL);
                  collected = look(full(), collected);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  @Override
  public synchronized void stop() {
    if (watch != null) {
      watch.interrupt();
      watch = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return watch != null;
  }
}
