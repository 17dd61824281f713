package org.belfry.appliance.support;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.SupportAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the bundle. Every text goes through {@link Redaction}, also those that have no secrets by
 * their making; what cannot be asked is told in its place. One at a time.
 */
final class SupportBundle implements SupportAdmin {
  private static final Logger LOG = LoggerFactory.getLogger(SupportBundle.class);

  /** Of one text; the log has its own bound. */
  static final int TEXT_MAX = 1024 * 1024;

  private final SupportSources sources;
  private final Path data;
  private final Supplier<Boolean> owns;
  private final Audit audit;
  private final Semaphore one = new Semaphore(1);

  /** Tells the audit log of a bundle. */
  @FunctionalInterface
  interface Audit {
    void made(boolean traces);
  }

  /**
   * @param data directory of the appliance
   * @param owns whether who asks is an owner
   */
  SupportBundle(SupportSources sources, Path data, Supplier<Boolean> owns, Audit audit) {
    this.sources = sources;
    this.data = data;
    this.owns = owns;
    this.audit = audit;
  }

  private void checkOwner() {
    if (!owns.get()) {
      throw new InvalidCommand("role", "only an owner can download a support bundle");
    }
  }

  @Override
  public void writeBundle(boolean traces, OutputStream out) throws IOException {
    checkOwner();
    if (!one.tryAcquire()) {
      throw new InvalidCommand("bundle", "another support bundle is being made; try again");
    }
    try {
      audit.made(traces);
      ZipOutputStream zip = new ZipOutputStream(out);
      SupportTexts texts = new SupportTexts(sources);
      text(zip, "about.txt", texts::about);
      text(zip, "health.txt", texts::health);
      text(zip, "settings.txt", texts::settings);
      text(zip, "storage.txt", texts::storage);
      text(zip, "network.txt", texts::network);
      text(zip, "trunks.txt", texts::trunks);
      text(zip, "phones.txt", texts::phones);
      text(zip, "database.log", this::databaseLog);
      zip.putNextEntry(new ZipEntry("belfry.log"));
      sources.appliance().log().write(zip);
      zip.closeEntry();
      if (traces) {
        new SupportTraces(sources.calls()).each((name, text) -> text(zip, name, () -> text));
      }
      zip.finish();
    } finally {
      one.release();
    }
  }

  private static void text(ZipOutputStream zip, String name, Supplier<String> source)
      throws IOException {
    String text;
    try {
      text = Redaction.of(cut(source.get()));
    } catch (RuntimeException e) {
      LOG.warn("{} of the support bundle cannot be made: {}", name, e.toString());
      text = "not available: " + e.getClass().getSimpleName() + "\n";
    }
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  private static String cut(String text) {
    return text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX);
  }

  /** The end of what the database says of itself. */
  private String databaseLog() {
    Path file = SupportSources.databaseLog(data);
    if (!Files.isRegularFile(file)) {
      return "none\n";
    }
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      byte[] end = new byte[(int) Math.min(TEXT_MAX, in.length())];
      in.seek(in.length() - end.length);
      in.readFully(end);
      return new String(end, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "not readable: " + e.getClass().getSimpleName() + "\n";
    }
  }
}
