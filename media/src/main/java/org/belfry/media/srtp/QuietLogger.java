package org.belfry.media.srtp;

import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import org.jitsi.utils.logging2.Logger;

/**
 * Says nothing. jitsi-srtp logs for each packet, and what is wrong with one is known by its {@link
 * org.belfry.media.rtp.Verdict}. Being this plain, the compiler sees through it and the messages
 * are not even begun.
 */
final class QuietLogger implements Logger {
  @Override
  public Logger createChildLogger(String name, Map<String, String> context) {
    return this;
  }

  @Override
  public Logger createChildLogger(String name) {
    return this;
  }

  @Override
  public void setUseParentHandlers(boolean use) {}

  @Override
  public void addHandler(Handler handler) {}

  @Override
  public void removeHandler(Handler handler) {}

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public void trace(Object message) {}

  @Override
  public void trace(Supplier<String> message) {}

  @Override
  public boolean isDebugEnabled() {
    return false;
  }

  @Override
  public void debug(Object message) {}

  @Override
  public void debug(Supplier<String> message) {}

  @Override
  public boolean isInfoEnabled() {
    return false;
  }

  @Override
  public void info(Object message) {}

  @Override
  public void info(Supplier<String> message) {}

  @Override
  public boolean isWarnEnabled() {
    return false;
  }

  @Override
  public void warn(Object message) {}

  @Override
  public void warn(Supplier<String> message) {}

  @Override
  public void warn(Object message, Throwable cause) {}

  @Override
  public void error(Object message) {}

  @Override
  public void error(Supplier<String> message) {}

  @Override
  public void error(Object message, Throwable cause) {}

  @Override
  public void setLevelError() {}

  @Override
  public void setLevelWarn() {}

  @Override
  public void setLevelInfo() {}

  @Override
  public void setLevelDebug() {}

  @Override
  public void setLevelTrace() {}

  @Override
  public void setLevelAll() {}

  @Override
  public void setLevelOff() {}

  @Override
  public void setLevel(Level level) {}

  @Override
  public Level getLevel() {
    return Level.OFF;
  }

  @Override
  public void addContext(Map<String, String> context) {}

  @Override
  public void addContext(String key, String value) {}

  @Override
  public void removeContext(String key) {}
}
