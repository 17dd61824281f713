package org.belfry.appliance.update;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.LongConsumer;
import org.belfry.appliance.outgoing.Deadline;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.UpdateAdmin.OfferView;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Static files by HTTP: {@code latest.json} describes the newest version and names its update file.
 * Nothing of it is trusted but what the maker has signed, which the host checks.
 *
 * @param address an owner has set it
 * @param kind of the updates that are wanted of it; those of the image are described in {@code
 *     image} of the same file
 * @param patience for the whole description, up to its last byte
 */
record UpdateServer(URI address, UpdateFile.Kind kind, Duration patience) {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration DOWNLOAD = Duration.ofHours(2);
  private static final int DESCRIPTION_MAX = 256 << 10;
  private static final JsonMapper JSON = new JsonMapper();

  UpdateServer(URI address, UpdateFile.Kind kind) {
    this(address, kind, PATIENCE);
  }

  /**
   * @param file where its update file is
   */
  record Latest(OfferView offer, URI file) {}

  /** What is to be done with the file while it comes. */
  interface Taking {
    void take(InputStream file) throws IOException;
  }

  /**
   * @throws InvalidCommand when the answer describes no update
   * @throws IOException when there is no answer
   */
  Latest latest() throws IOException, InterruptedException {
    URI at = URI.create(address + "/latest.json");
    byte[][] json = new byte[1][];
    ask(at, patience, body -> json[0] = wanted(body.readNBytes(DESCRIPTION_MAX)));
    return new Latest(UpdateFile.offer(json[0], -1), at.resolve(file(json[0])));
  }

  /**
   * @param read told the bytes that have come so far
   * @throws IOException when it does not come
   */
  static void download(URI file, Taking taking, LongConsumer read)
      throws IOException, InterruptedException {
    ask(file, DOWNLOAD, body -> taking.take(new Counted(body, read)));
  }

  /**
   * @param patience for everything, up to the last byte: that of a {@link HttpRequest} ends with
   *     the header of the answer
   */
  private static void ask(URI at, Duration patience, Taking taking)
      throws IOException, InterruptedException {
    HttpClient http = client();
    try (Deadline deadline = new Deadline(patience, http::shutdownNow)) {
      try {
        HttpResponse<InputStream> answer =
            http.send(
                HttpRequest.newBuilder(at).timeout(patience).build(), BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
          checkStatus(answer.statusCode());
          taking.take(body);
        }
      } catch (IOException e) {
        if (deadline.passed()) {
          throw new IOException("nothing more within " + patience.toSeconds() + " s", e);
        }
        throw e;
      }
    } finally {
      http.shutdownNow();
    }
  }

  private static HttpClient client() {
    return HttpClient.newBuilder()
        .connectTimeout(PATIENCE)
        .followRedirects(Redirect.NORMAL)
        .build();
  }

  private static void checkStatus(int status) throws IOException {
    if (status != 200) {
      throw new IOException("it answered " + status);
    }
  }

  private byte[] wanted(byte[] json) {
    if (kind == UpdateFile.Kind.PACKAGE) {
      return json;
    }
    try {
      JsonNode image = JSON.readTree(json).path("image");
      if (!image.isObject()) {
        throw new InvalidCommand("server", "it has no update of the image");
      }
      return JSON.writeValueAsBytes(image);
    } catch (JacksonException e) {
      throw new InvalidCommand("server", "its answer describes no update");
    }
  }

  /** Beside the description. */
  private static String file(byte[] json) {
    try {
      JsonNode file = JSON.readTree(json).path("file");
      if (file.asString("").matches("[A-Za-z0-9][A-Za-z0-9._+~-]{0,200}")) {
        return file.asString();
      }
    } catch (JacksonException e) {
      throw new InvalidCommand("server", "its answer describes no update");
    }
    throw new InvalidCommand("server", "its answer names no update file");
  }

  private static final class Counted extends FilterInputStream {
    private final LongConsumer read;
    private long count;

    Counted(InputStream in, LongConsumer read) {
      super(in);
      this.read = read;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
      int n = super.read(into, from, most);
      count += Math.max(0, n);
      read.accept(count);
      return n;
    }
  }
}
