package org.belfry.webui.base;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.ErrorEvent;
import com.vaadin.flow.server.ErrorHandler;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What happens to an error nobody expected: the reader is told in a sentence with a reference, the
 * log has the rest under the same reference.
 */
@Component
class FriendlyErrors implements VaadinServiceInitListener, ErrorHandler {
  private static final Logger LOG = LoggerFactory.getLogger(FriendlyErrors.class);

  @Override
  public void serviceInit(ServiceInitEvent event) {
    event.getSource().addSessionInitListener(begun -> begun.getSession().setErrorHandler(this));
  }

  @Override
  public void error(ErrorEvent event) {
    String reference = log(event.getThrowable());
    UI ui = UI.getCurrent();
    if (ui != null) {
      Toast.problem(ui.getTranslation("base.error", reference));
    }
  }

  /** Logs it and returns the reference that it is logged under. */
  static String log(Throwable problem) {
    String reference =
        Integer.toString(ThreadLocalRandom.current().nextInt(36 * 36 * 36, 36 * 36 * 36 * 36), 36)
            .toUpperCase(Locale.ROOT);
    LOG.error("A page failed; the reader was given reference {}", reference, problem);
    return reference;
  }
}
