package org.belfry.appliance.outgoing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.belfry.pbx.sip.AddressText;
import org.jspecify.annotations.Nullable;

/**
 * Asks servers that somebody has configured. Where that may not be one inside, its addresses are
 * looked at and connected to as they are: asked for a second time, a name could be somewhere else
 * (DNS rebinding), which is why this is no client that looks names up by itself. HTTP/1.1 (RFC
 * 9112), a connection for each request, redirects are not followed.
 */
public final class OutgoingHttp {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int LINE_MAX = 8192;
  private static final int HEADERS_MAX = 100;

  private final Names names;

  /** Where names are looked up. */
  @FunctionalInterface
  public interface Names {
    /**
     * @throws java.net.UnknownHostException when nobody knows it
     */
    InetAddress[] of(String host) throws IOException;
  }

  /**
   * @param headers by their names in small letters
   * @param body empty when none was asked for
   */
  public record Answer(int status, Map<String, List<String>> headers, byte[] body) {}

  /**
   * @param method such as {@code GET}
   * @param uri {@code http} or {@code https}, with a host
   * @param headers besides Host, Content-Length and Connection
   * @param body empty for none
   */
  public record Request(String method, URI uri, Map<String, String> headers, byte[] body) {}

  /**
   * @param insideToo whether the server may be on this machine or in a private network
   * @param patience for everything, up to the last byte of the answer
   * @param answerMax bytes of the answer's body that are read at most; 0 to read none
   * @param trust of the server's certificate; null for the authorities of the Java runtime
   */
  public record Rules(
      boolean insideToo, Duration patience, int answerMax, @Nullable SSLSocketFactory trust) {}

  /** The server is at an address that only the inside reaches. */
  public static final class Inside extends IOException {
    private static final long serialVersionUID = 1L;

    Inside(InetAddress address) {
      super("it is at " + AddressText.of(address) + ", which is not public");
    }
  }

  public OutgoingHttp() {
    this(InetAddress::getAllByName);
  }

  OutgoingHttp(Names names) {
    this.names = names;
  }

  /**
   * @param uri {@code http} or {@code https}, with a host
   * @param headers besides Host, Content-Length and Connection
   * @param insideToo whether the server may be on this machine or in a private network
   * @param patience for everything, up to the last byte of the answer
   * @param answerMax bytes of the answer's body that are read at most; 0 to read none
   * @throws Inside when it may not be asked
   * @throws IOException when there is no answer, with the reason
   */
  public Answer post(
      URI uri,
      Map<String, String> headers,
      byte[] body,
      boolean insideToo,
      Duration patience,
      int answerMax)
      throws IOException {
    return ask(
        new Request("POST", uri, headers, body), new Rules(insideToo, patience, answerMax, null));
  }

  /**
   * The same with any method.
   *
   * @throws Inside when it may not be asked
   * @throws IOException when there is no answer, with the reason
   */
  public Answer ask(Request request, Rules rules) throws IOException {
    URI uri = request.uri();
    long end = System.nanoTime() + rules.patience().toNanos();
    InetAddress[] addresses = names.of(uri.getHost());
    if (!rules.insideToo()) {
      for (InetAddress address : addresses) {
        refuseInside(address);
      }
    }
    boolean tls = "https".equalsIgnoreCase(uri.getScheme());
    int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
    try (Socket plain = connected(addresses, port, end)) {
      Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
      try (Deadline deadline = new Deadline(left, () -> shut(plain))) {
        try (Socket socket =
            tls ? encrypted(plain, bare(uri.getHost()), port, rules.trust()) : plain) {
          socket.getOutputStream().write(text(request));
          boolean bodiless = request.method().equals("HEAD"); // RFC 9110 §9.3.2
          return answer(socket.getInputStream(), bodiless ? 0 : rules.answerMax());
        } catch (IOException e) {
          if (deadline.passed()) {
            throw new IOException("no answer within " + rules.patience().toSeconds() + " s", e);
          }
          throw e;
        }
      }
    }
  }

  private static Socket connected(InetAddress[] addresses, int port, long end) throws IOException {
    IOException last = new IOException("it has no address");
    for (InetAddress address : addresses) {
      long left = Math.min(CONNECT.toMillis(), (end - System.nanoTime()) / 1_000_000);
      Socket socket = new Socket();
      try {
        socket.connect(new InetSocketAddress(address, port), (int) Math.max(1, left));
        return socket;
      } catch (IOException e) {
        socket.close();
        last = e;
      }
    }
    throw last;
  }

  /** For a {@link Deadline}: whoever reads or writes there fails. */
  public static void shut(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Socket encrypted(
      Socket plain, String host, int port, @Nullable SSLSocketFactory trust) throws IOException {
    SSLSocketFactory factory =
        trust == null ? (SSLSocketFactory) SSLSocketFactory.getDefault() : trust;
    SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS"); // RFC 9110 §4.3.4
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static byte[] text(Request request) throws IOException {
    URI uri = request.uri();
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    StringBuilder head = new StringBuilder(request.method()).append(' ').append(path);
    if (uri.getRawQuery() != null) {
      head.append('?').append(uri.getRawQuery());
    }
    head.append(" HTTP/1.1\r\nHost: ").append(uri.getHost());
    if (uri.getPort() >= 0) {
      head.append(':').append(uri.getPort());
    }
    head.append("\r\n");
    request
        .headers()
        .forEach((name, value) ->
            head.append(name).append(": ").append(value.replaceAll("[\r\n]", " ")).append("\r\n"));
    byte[] body = request.body();
    if (body.length > 0 || request.method().equals("POST")) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    head.append("Connection: close\r\n\r\n");
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(head.toString().getBytes(StandardCharsets.US_ASCII));
    all.write(body);
    return all.toByteArray();
  }

  private static Answer answer(InputStream in, int most) throws IOException {
    int status;
    long length;
    boolean chunked;
    Map<String, List<String>> headers;
    do {
      headers = new HashMap<>();
      status = status(line(in));
      length = -1;
      chunked = false;
      int count = 0;
      for (String header = line(in); !header.isEmpty(); header = line(in)) {
        if (++count > HEADERS_MAX) {
          throw new IOException("its answer has too many header fields");
        }
        String field = header.toLowerCase(Locale.ROOT);
        int colon = header.indexOf(':');
        if (colon > 0) {
          headers
              .computeIfAbsent(field.substring(0, colon).strip(), name -> new ArrayList<>())
              .add(header.substring(colon + 1).strip());
        }
        if (field.startsWith("content-length:")) {
          length = number(field.substring("content-length:".length()), 10);
        } else if (field.startsWith("transfer-encoding:")) {
          chunked = field.endsWith("chunked");
        }
      }
    } while (status / 100 == 1); // RFC 9110 §15.2
    if (most == 0 || status == 204 || status == 304) {
      return new Answer(status, headers, new byte[0]);
    }
    return new Answer(status, headers, chunked ? chunks(in, most) : bytes(in, length, most));
  }

  private static int status(String line) throws IOException {
    if (!line.matches("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?")) {
      throw new IOException("its answer is no HTTP");
    }
    return Integer.parseInt(line.substring(9, 12));
  }

  private static byte[] bytes(InputStream in, long length, int most) throws IOException {
    if (length > most) {
      throw tooLong(most);
    }
    byte[] body = in.readNBytes(length < 0 ? most + 1 : (int) length);
    if (body.length > most) {
      throw tooLong(most);
    }
    if (body.length < length) {
      throw new EOFException("its answer was cut off");
    }
    return body;
  }

  private static byte[] chunks(InputStream in, int most) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      String size = line(in);
      int extension = size.indexOf(';');
      long length = number(extension < 0 ? size : size.substring(0, extension), 16);
      if (length == 0) {
        return body.toByteArray();
      }
      if (body.size() + length > most) {
        throw tooLong(most);
      }
      body.write(bytes(in, length, most));
      if (!line(in).isEmpty()) {
        throw new IOException("its answer is no HTTP");
      }
    }
  }

  private static IOException tooLong(int most) {
    return new IOException("its answer is longer than " + most + " bytes");
  }

  private static long number(String text, int radix) throws IOException {
    try {
      long number = Long.parseLong(text.strip(), radix);
      if (number < 0) {
        throw new IOException("its answer is no HTTP");
      }
      return number;
    } catch (NumberFormatException e) {
      throw new IOException("its answer is no HTTP", e);
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("it closed the connection without an answer");
      }
      if (next == '\n') {
        return line.toString();
      }
      if (next != '\r') {
        line.append((char) next);
      }
      if (line.length() > LINE_MAX) {
        throw new IOException("its answer has a line that is too long");
      }
    }
  }

  /**
   * Whether anybody in the Internet reaches the address as well as we do (RFC 6890). Our own count
   * as public when their kind is.
   */
  public static boolean isPublic(InetAddress address) {
    return PublicAddresses.isOfPublicKind(address);
  }

  /**
   * For what else connects to a server that somebody has configured.
   *
   * @throws Inside when only the inside reaches the address
   */
  public static void refuseInside(InetAddress address) throws Inside {
    if (!PublicAddresses.has(address)) {
      throw new Inside(address);
    }
  }

  /** IPv6 without its brackets. */
  private static String bare(@Nullable String host) {
    String name = host == null ? "" : host;
    return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
  }
}
