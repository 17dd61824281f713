package org.belfry.appliance.update;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.UpdateAdmin.OfferView;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An update file and what is laid ready of one: a ZIP of the package or the image's system, its
 * detached OpenPGP signature, and {@code update.json}, which describes it. Root reads the first
 * two.
 */
final class UpdateFile {
  static final String DESCRIPTION = "update.json";

  /** What is updated. */
  enum Kind {
    /** The Debian package. */
    PACKAGE("package.deb"),
    /** All of the image's system, a squashfs. */
    IMAGE("system.squashfs");

    private final String payload;

    Kind(String payload) {
      this.payload = payload;
    }

    private String signature() {
      return payload + ".sig";
    }

    private Kind other() {
      return this == PACKAGE ? IMAGE : PACKAGE;
    }
  }

  private static final Long PAYLOAD_MAX = 1L << 30;
  private static final Long SIGNATURE_MAX = 64L << 10;
  private static final Long DESCRIPTION_MAX = 256L << 10;
  private static final int NOTES_MAX = 20_000;
  private static final String VERSION = "[A-Za-z0-9.+~:-]{1,100}";
  private static final JsonMapper JSON = new JsonMapper();

  private final Path ready;
  private final Path incoming;
  private final Path request;
  private final long spare;
  private final Kind kind;
  private final Map<String, Long> largest;

  /**
   * @param directory the host's root looks for the update here
   * @param spare bytes of the disk that are left free
   * @param kind that this host installs
   */
  UpdateFile(Path directory, long spare, Kind kind) {
    this.kind = kind;
    this.largest =
        Map.of(
            kind.payload,
            PAYLOAD_MAX,
            kind.signature(),
            SIGNATURE_MAX,
            DESCRIPTION,
            DESCRIPTION_MAX);
    this.ready = directory;
    this.incoming = directory.resolveSibling(directory.getFileName() + ".new");
    this.request = directory.resolve("request");
    this.spare = spare;
  }

  /**
   * Unpacks an update file in place of what was ready.
   *
   * @throws InvalidCommand when it is none, or there is no room
   */
  void take(InputStream file) throws IOException {
    FileSystemUtils.deleteRecursively(incoming);
    Files.createDirectories(incoming);
    try {
      unpack(file);
      for (String name : largest.keySet()) {
        if (!Files.exists(incoming.resolve(name))) {
          throw new InvalidCommand("file", "is not an update file: " + name + " is missing");
        }
      }
      describe(incoming); // or it could not be shown
      discard();
      Files.createDirectories(ready);
      Files.setPosixFilePermissions(ready, PosixFilePermissions.fromString("rwx------"));
      // The description comes last: without it nothing is ready.
      for (String name : new String[] {kind.payload, kind.signature(), DESCRIPTION}) {
        Files.move(incoming.resolve(name), ready.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      FileSystemUtils.deleteRecursively(incoming);
    }
  }

  private void unpack(InputStream file) throws IOException {
    try {
      ZipInputStream zip = new ZipInputStream(file, StandardCharsets.UTF_8);
      boolean any = false;
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        any = true;
        Long most = largest.get(entry.getName());
        Path target = incoming.resolve(entry.getName()).normalize();
        if (entry.getName().equals(kind.other().payload)) {
          throw new InvalidCommand("file", isForTheOther());
        }
        if (most == null || Files.exists(target)) {
          throw new InvalidCommand("file", "is not an update file: it has other contents");
        }
        copy(zip, target, most);
      }
      if (!any) {
        throw new InvalidCommand("file", "is not an update file");
      }
    } catch (ZipException e) {
      throw new InvalidCommand("file", "is not an update file, or is damaged");
    }
  }

  private String isForTheOther() {
    return kind == Kind.IMAGE
        ? "is an update of the package; this is the image, whose files begin with belfry-image"
        : "is an update of the image; this is the package";
  }

  private void copy(InputStream from, Path to, long largest) throws IOException {
    byte[] buffer = new byte[64 << 10];
    long left = largest;
    try (OutputStream out = Files.newOutputStream(to)) {
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        left -= n;
        if (left < 0) {
          throw new InvalidCommand("file", "is too large");
        }
        if (incoming.toFile().getUsableSpace() < spare) {
          throw new InvalidCommand("file", "the disk is too full");
        }
        out.write(buffer, 0, n);
      }
    }
  }

  /** What is ready; null for nothing. */
  @Nullable OfferView ready() {
    try {
      return Files.exists(ready.resolve(DESCRIPTION)) ? describe(ready) : null;
    } catch (IOException | InvalidCommand e) {
      return null; // half a file: taking or discarding one mends it
    }
  }

  private OfferView describe(Path directory) throws IOException {
    return offer(
        Files.readAllBytes(directory.resolve(DESCRIPTION)),
        Files.size(directory.resolve(kind.payload)));
  }

  /**
   * @param json of an update file, or of the update server
   * @param size of the package; less than 0 for what the description says
   * @throws InvalidCommand when it describes no update
   */
  static OfferView offer(byte[] json, long size) {
    try {
      JsonNode node = JSON.readTree(json);
      String version = node.path("version").asString("");
      if (!version.matches(VERSION)) {
        throw new InvalidCommand("file", "is not an update file: it has no version");
      }
      String notes = node.path("notes").asString("");
      return new OfferView(
          version,
          instant(node.path("at").asString("")),
          notes.substring(0, Math.min(NOTES_MAX, notes.length())),
          size < 0 ? Math.max(0, node.path("size").asLong(0)) : size);
    } catch (JacksonException e) {
      throw new InvalidCommand("file", "is not an update file: its description cannot be read");
    }
  }

  private static @Nullable Instant instant(String text) {
    try {
      return text.isEmpty() ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  void discard() throws IOException {
    for (String name : new String[] {DESCRIPTION, "request", kind.payload, kind.signature()}) {
      Files.deleteIfExists(ready.resolve(name));
    }
  }

  /** Asks the host to install what is ready: systemd watches this file. */
  void ask(Instant now) throws IOException {
    Files.writeString(request, now + "\n");
  }

  /** Asks the host to return to the version before. */
  void askBack() throws IOException {
    Files.createDirectories(ready);
    Files.writeString(request, "back\n");
  }
}
