package org.belfry.webui.base;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.Command;
import com.vaadin.flow.server.VaadinSession;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Brings what was uploaded to its page. The request waits until the page has taken it: what lay
 * there for a busy page would be memory that nobody counts.
 */
public final class Handover {
  private static final int PATIENCE_SECONDS = 30;

  private Handover() {}

  /**
   * @throws IOException when the page does not take it
   */
  public static void to(UI page, Command taking) throws IOException {
    VaadinSession session = page.getSession();
    if (session != null && session.hasLock()) {
      taking.execute(); // waiting for a page that is ours would never end
      return;
    }
    Future<Void> taken = page.access(taking);
    try {
      taken.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      taken.cancel(false);
      throw new IOException("the page is busy", e);
    } catch (ExecutionException told) {
      return; // the page has said so
    } catch (InterruptedException e) {
      taken.cancel(false);
      Thread.currentThread().interrupt();
      throw new IOException("the server is stopping", e);
    }
  }
}
