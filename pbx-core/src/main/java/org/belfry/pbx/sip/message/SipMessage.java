package org.belfry.pbx.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.belfry.pbx.sip.CSeq;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.Via;
import org.jspecify.annotations.Nullable;

/**
 * A request or a response (RFC 3261 §7). Immutable to everybody who has one: a change makes another
 * message, which shares the bytes that did not change. Not thread-safe while being read for the
 * first time: values are cached.
 *
 * <p>{@link MessageParser} cuts bytes into a message without judging it; {@link #problem()} judges
 * what every element needs. Accessors of mandatory fields throw {@link MalformedHeader} where
 * {@code problem} would complain.
 */
public abstract sealed class SipMessage permits SipRequest, SipResponse {
  static final byte[] NOTHING = new byte[0];
  private static final byte[] CRLF = {'\r', '\n'};
  private static final HeaderField NO_BODY = HeaderField.of(HeaderName.CONTENT_LENGTH, "0");

  private final HeaderField[] fields;
  private final byte[] bodyBytes;
  private final int bodyFrom;
  private final int bodyTo;
  private @Nullable CSeq cseq;
  private @Nullable Via topVia;
  private @Nullable String fromTag;
  private @Nullable String toTag;

  /** Bits of the known names that are here; 0 until somebody asks. */
  private long names;

  /** Bits of those that are here more than once. */
  private long repeated;

  private boolean fromRead;
  private boolean toRead;
  private byte @Nullable [] encoded;
  private @Nullable Flaw flaw;

  /**
   * @param fields kept, so nobody may write to it afterwards
   */
  SipMessage(HeaderField[] fields, byte[] bodyBytes, int bodyFrom, int bodyTo) {
    this.fields = fields;
    this.bodyBytes = bodyBytes;
    this.bodyFrom = bodyFrom;
    this.bodyTo = bodyTo;
  }

  /** The start line without its line end. */
  abstract String startLine();

  /**
   * What is wrong with this message for any SIP element, as a phrase for a 400, or null when
   * nothing is (RFC 3261 §8.1.1, §16.3).
   */
  public @Nullable String problem() {
    Flaw known = flaw;
    return known == null ? MessageCheck.problemOf(this) : known.phrase();
  }

  /** What was wrong with it before anybody looked at its fields, or null. */
  public @Nullable Flaw flaw() {
    return flaw;
  }

  /** It is refused for this, whatever its fields say. */
  void refuse(Flaw found) {
    flaw = found;
  }

  /**
   * The value of the first field of this name, or null; may hold several comma-separated values.
   */
  public @Nullable String header(HeaderName name) {
    HeaderField field = first(name);
    return field == null ? null : field.value();
  }

  public boolean has(HeaderName name) {
    return first(name) != null;
  }

  /** Fields of this name, in order, as they stand: one entry a line. */
  public List<String> headers(HeaderName name) {
    if (lacks(name)) {
      return List.of();
    }
    List<String> found = List.of();
    for (HeaderField field : fields) {
      if (field.name().equals(name)) {
        if (found.isEmpty()) {
          found = new ArrayList<>(2);
        }
        found.add(field.value());
      }
    }
    return found;
  }

  /** Values of this name, in order, with comma-separated ones taken apart (RFC 3261 §7.3.1). */
  public List<String> values(HeaderName name) {
    List<String> all = List.of();
    for (String line : headers(name)) {
      if (all.isEmpty()) {
        all = new ArrayList<>(4);
      }
      Scan.splitAtCommas(line, all);
    }
    return all;
  }

  /** True when there is more than one field of this name, which must be a known one. */
  boolean repeats(HeaderName name) {
    return (names() & repeated & name.bit()) != 0;
  }

  public String callId() {
    return mandatory(HeaderName.CALL_ID);
  }

  public CSeq cseq() {
    CSeq c = cseq;
    if (c == null) {
      c = Scan.cseq(mandatory(HeaderName.CSEQ));
      cseq = c;
    }
    return c;
  }

  public Method method() {
    return cseq().method();
  }

  /** The first Via value. */
  public Via topVia() {
    Via v = topVia;
    if (v == null) {
      v = Scan.via(mandatory(HeaderName.VIA));
      topVia = v;
    }
    return v;
  }

  /** All Via values, topmost first. */
  public List<Via> vias() {
    List<String> values = values(HeaderName.VIA);
    List<Via> vias = new ArrayList<>(values.size());
    for (String value : values) {
      vias.add(Scan.via(value));
    }
    return vias;
  }

  /**
   * The parameters of the top Via as written, each with its semicolon, but for the two named ones.
   */
  public String topViaParameters(String without, String andWithout) {
    return Scan.parametersWithout(mandatory(HeaderName.VIA), without, andWithout);
  }

  /** The From tag, or null (RFC 2543). */
  public @Nullable String fromTag() {
    if (!fromRead) {
      fromTag = Scan.tag(HeaderName.FROM, mandatory(HeaderName.FROM));
      fromRead = true;
    }
    return fromTag;
  }

  /** The To tag, or null outside of a dialog. */
  public @Nullable String toTag() {
    if (!toRead) {
      toTag = Scan.tag(HeaderName.TO, mandatory(HeaderName.TO));
      toRead = true;
    }
    return toTag;
  }

  /** A field that must be there. */
  public String mandatory(HeaderName name) {
    String value = header(name);
    if (value == null) {
      throw new MalformedHeader(name + " is missing");
    }
    return value;
  }

  /**
   * The number in a field, or the default when the field is absent.
   *
   * @throws MalformedHeader when it is no number of at most 12 digits
   */
  public long number(HeaderName name, long absent) {
    String value = header(name);
    return value == null ? absent : Scan.number(name, value);
  }

  public int bodyLength() {
    return bodyTo - bodyFrom;
  }

  /** A copy of the body. */
  public byte[] body() {
    return bodyFrom == bodyTo ? NOTHING : Arrays.copyOfRange(bodyBytes, bodyFrom, bodyTo);
  }

  /** The message as it goes onto the wire. The array is shared: nobody may write to it. */
  public byte[] encoded() {
    byte[] e = encoded;
    if (e == null) {
      e = encode();
      encoded = e;
    }
    return e;
  }

  /** Bytes of header fields and body as they go onto the wire. */
  public int sizeBelowStartLine() {
    int size = bodyTo - bodyFrom + 2;
    for (HeaderField field : fields) {
      size += field.length();
    }
    return size;
  }

  /** The bytes are this message, exactly: it was cut from them. */
  void cameAs(byte[] bytes) {
    encoded = bytes;
  }

  private byte[] encode() {
    byte[] start = startLine().getBytes(StandardCharsets.UTF_8);
    int size = start.length + 4 + bodyTo - bodyFrom;
    boolean counted = false;
    for (HeaderField field : fields) {
      size += field.length();
      counted |= field.name().equals(HeaderName.CONTENT_LENGTH);
    }
    // §20.14: mandatory on streams, harmless on UDP.
    HeaderField length = counted ? null : lengthOf(bodyTo - bodyFrom);
    byte[] out = new byte[size + (length == null ? 0 : length.length())];
    System.arraycopy(start, 0, out, 0, start.length);
    int at = put(out, start.length, CRLF);
    for (HeaderField field : fields) {
      at = field.copyTo(out, at);
    }
    if (length != null) {
      at = length.copyTo(out, at);
    }
    at = put(out, at, CRLF);
    System.arraycopy(bodyBytes, bodyFrom, out, at, bodyTo - bodyFrom);
    return out;
  }

  private static HeaderField lengthOf(int body) {
    return body == 0 ? NO_BODY : HeaderField.of(HeaderName.CONTENT_LENGTH, Integer.toString(body));
  }

  private static int put(byte[] out, int at, byte[] bytes) {
    System.arraycopy(bytes, 0, out, at, bytes.length);
    return at + bytes.length;
  }

  private @Nullable HeaderField first(HeaderName name) {
    if (lacks(name)) {
      return null;
    }
    for (HeaderField field : fields) {
      if (field.name().equals(name)) {
        return field;
      }
    }
    return null;
  }

  /** Most of what is asked for is not there: nothing need be searched then. */
  private boolean lacks(HeaderName name) {
    return name.bit() != 0 && (names() & name.bit()) == 0;
  }

  private long names() {
    if (names == 0) {
      long once = 0;
      long more = 0;
      for (HeaderField field : fields) {
        long bit = field.name().bit();
        more |= once & bit;
        once |= bit;
      }
      repeated = more;
      names = once;
    }
    return names;
  }

  /** Shared: nobody may write to it. */
  HeaderField[] fields() {
    return fields;
  }

  byte[] bodyBytes() {
    return bodyBytes;
  }

  int bodyFrom() {
    return bodyFrom;
  }

  int bodyTo() {
    return bodyTo;
  }

  /** The whole message as text, for ladder diagrams and traces. */
  @Override
  public String toString() {
    return new String(encoded(), StandardCharsets.UTF_8);
  }
}
