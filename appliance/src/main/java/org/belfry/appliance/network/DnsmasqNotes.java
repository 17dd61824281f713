package org.belfry.appliance.network;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What dnsmasq writes down: its leases, and who asked for one. It may be of another account, which
 * we need not trust: links are not followed, and what is too large is not read. Where we were in
 * the second is kept beside our own files, for who has been read is not new after a restart.
 */
final class DnsmasqNotes {
  /** More than its script lets it grow to, and ten thousand leases. */
  private static final long BYTES_MAX = 2L * 1024 * 1024;

  private final Path directory;
  private final Path position;
  private String read;
  private long upTo;

  /**
   * @param directory that dnsmasq writes into
   * @param position our own file with how far we have read
   */
  DnsmasqNotes(Path directory, Path position) throws IOException {
    this.directory = directory;
    this.position = position;
    List<String> kept = Files.exists(position) ? Files.readAllLines(position) : List.of();
    boolean whole = kept.size() == 2 && kept.getLast().matches("[0-9]{1,12}");
    read = whole ? kept.getFirst() : "";
    upTo = whole ? Long.parseLong(kept.getLast()) : 0;
  }

  /** A device that has or had an address; the vendor class is what it says of itself. */
  record Device(String mac, String address, String vendorClass) {}

  /** A line has when it ends, MAC address, address and name. */
  List<Device> leases() throws IOException {
    List<Device> devices = new ArrayList<>();
    for (String line : text(directory.resolve("leases"), 0).split("\n", -1)) {
      String[] words = line.split(" ", -1);
      if (words.length >= 4) {
        devices.add(new Device(words[1], words[2], ""));
      }
    }
    return devices;
  }

  /** Those that asked since we looked last: a line has MAC address, address, vendor class. */
  List<Device> asked() throws IOException {
    Path asked = directory.resolve("asked");
    String now = identity(asked);
    if (now.isEmpty()) {
      return List.of();
    }
    if (!now.equals(read)) {
      read = now;
      upTo = 0;
    }
    String text = text(asked, upTo);
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    List<Device> devices = new ArrayList<>();
    for (String line : whole.split("\n", -1)) {
      String[] words = line.split("\t", 3);
      if (words.length == 3) {
        devices.add(new Device(words[0], words[1], words[2]));
      }
    }
    if (!whole.isEmpty()) {
      upTo += whole.length();
      Files.writeString(position, read + "\n" + upTo + "\n");
    }
    return devices;
  }

  /** Which file has this name now; empty when none has. */
  private static String identity(Path file) throws IOException {
    try {
      BasicFileAttributes is =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return is.isRegularFile() ? String.valueOf(is.fileKey()) : "";
    } catch (NoSuchFileException none) {
      return "";
    }
  }

  /** Anybody on that network writes what it says of itself, in whatever bytes: one is one. */
  private static String text(Path file, long from) throws IOException {
    if (identity(file).isEmpty()) {
      return "";
    }
    try (SeekableByteChannel channel =
        Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      long length = Math.min(channel.size() - from, BYTES_MAX);
      if (length <= 0) {
        return "";
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) length);
      channel.position(from);
      int more = 0;
      while (more >= 0 && bytes.hasRemaining()) {
        more = channel.read(bytes);
      }
      return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
    }
  }
}
