package org.belfry.webui.base;

import com.vaadin.flow.component.Component;
import java.time.Clock;

/**
 * Lets durations run in the browser: every element with {@code data-since} (milliseconds since the
 * epoch, by the appliance's clock) shows the time since then, second by second, without a message
 * to the appliance.
 */
public final class Ticker {
  private Ticker() {}

  /** Keeps the durations below the component running while it is on the page. */
  public static void startOn(Component component, Clock clock) {
    component.addAttachListener(attached ->
        component
            .getElement()
            .executeJs(
                """
                const skew = $0 - Date.now(), two = n => String(n).padStart(2, '0');
                const tick = () => {
                  for (const e of this.querySelectorAll('[data-since]')) {
                    const s = Math.max(0, Math.floor((Date.now() + skew - e.dataset.since) / 1000));
                    const h = Math.floor(s / 3600), m = Math.floor(s / 60) % 60;
                    e.textContent = h > 0 ? h + ':' + two(m) + ':' + two(s % 60)
                      : m + ':' + two(s % 60);
                  }
                };
                clearInterval(this.bfTicker);
                this.bfTicker = setInterval(
                  () => this.isConnected ? tick() : clearInterval(this.bfTicker), 500);
                tick();\
                """,
                (double) clock.millis()));
  }
}
