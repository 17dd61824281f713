package org.belfry.appliance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The processes that run these tests side by side, as pom.xml says how many. What there is one of
 * on a machine is divided among them.
 */
public final class Fork {
  public static final int MOST;

  /** Of this process, from 1 to {@link #MOST}; 1 where there is only one. */
  public static final int NUMBER;

  static {
    String told = System.getProperty("belfry.fork", "1 of 1");
    Matcher words = Pattern.compile("([1-9]) of ([1-9])").matcher(told);
    if (!words.matches()) {
      throw new AssertionError("belfry.fork is \"" + told + "\", so tests would share ports");
    }
    NUMBER = Integer.parseInt(words.group(1));
    MOST = Integer.parseInt(words.group(2));
    if (NUMBER > MOST) {
      throw new AssertionError("belfry.fork is \"" + told + "\"");
    }
  }

  private static final Path LOCK = Path.of("target", "fork.lock").toAbsolutePath();

  private Fork() {}

  /** Something that all processes use and one of them makes. */
  public interface Making<T> {
    T make() throws IOException;
  }

  /** Does it while no other process does such a thing. */
  public static synchronized <T> T alone(Making<T> making) {
    try (FileChannel channel =
        FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.lock(); // until the channel is closed
      return making.make();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
