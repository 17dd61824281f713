package org.belfry.media.sdp;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A payload type and what it stands for (RFC 8866 §6.6, §6.15).
 *
 * @param payloadType 0 to 127
 * @param encoding the codec's name as written; names compare without regard to case
 * @param clockRate of its timestamps, in Hz
 * @param channels 1 or more
 * @param parameters what stands in {@code a=fmtp}, without the number; null if there is none
 */
public record PayloadFormat(
    int payloadType, String encoding, int clockRate, int channels, @Nullable String parameters) {
  private static final int SLOWEST = 8000;

  public PayloadFormat {
    if (payloadType < 0 || payloadType > 127 || clockRate < 1 || channels < 1) {
      throw new IllegalArgumentException(
          "payload type " + payloadType + " at " + clockRate + " Hz, " + channels + " channels");
    }
  }

  /** A format of one channel without parameters. */
  public static PayloadFormat of(int payloadType, String encoding, int clockRate) {
    return new PayloadFormat(payloadType, encoding, clockRate, 1, null);
  }

  /** Reads what stands after {@code a=rtpmap:NUMBER }; null if it is not well-formed. */
  static @Nullable PayloadFormat parse(
      int payloadType, String rtpmap, @Nullable String parameters) {
    String[] parts = rtpmap.strip().split("/", -1);
    if (parts.length < 2 || parts.length > 3 || !isToken(parts[0])) {
      return null;
    }
    int rate = Digits.of(parts[1].strip(), 10_000_000);
    int channels = parts.length < 3 ? 1 : Digits.of(parts[2].strip(), 255);
    return rate < 1 || channels < 1
        ? null
        : new PayloadFormat(payloadType, parts[0], rate, channels, parameters);
  }

  private static boolean isToken(String name) {
    return !name.isEmpty()
        && name.length() <= 64
        && name.chars().allMatch(c -> c > ' ' && c < 127 && c != '"');
  }

  /** RFC 3551 §6: what a number means that has no {@code a=rtpmap}; null if it means nothing. */
  static @Nullable PayloadFormat assigned(int payloadType, @Nullable String parameters) {
    PayloadFormat plain =
        switch (payloadType) {
          case 0 -> of(0, "PCMU", 8000);
          case 3 -> of(3, "GSM", 8000);
          case 4 -> of(4, "G723", 8000);
          case 5 -> of(5, "DVI4", 8000);
          case 6 -> of(6, "DVI4", 16000);
          case 7 -> of(7, "LPC", 8000);
          case 8 -> of(8, "PCMA", 8000);
          case 9 -> of(9, "G722", 8000);
          case 10 -> new PayloadFormat(10, "L16", 44100, 2, null);
          case 11 -> of(11, "L16", 44100);
          case 12 -> of(12, "QCELP", 8000);
          case 13 -> of(13, "CN", 8000);
          case 15 -> of(15, "G728", 8000);
          case 16 -> of(16, "DVI4", 11025);
          case 17 -> of(17, "DVI4", 22050);
          case 18 -> of(18, "G729", 8000);
          case 26 -> of(26, "JPEG", 90000);
          case 28 -> of(28, "nv", 90000);
          case 31 -> of(31, "H261", 90000);
          case 32 -> of(32, "MPV", 90000);
          case 33 -> of(33, "MP2T", 90000);
          case 34 -> of(34, "H263", 90000);
          default -> null;
        };
    return plain == null ? null : plain.withParameters(parameters);
  }

  public PayloadFormat withPayloadType(int number) {
    return new PayloadFormat(number, encoding, clockRate, channels, parameters);
  }

  public PayloadFormat withParameters(@Nullable String text) {
    return new PayloadFormat(payloadType, encoding, clockRate, channels, text);
  }

  /** The codec, whatever its number and parameters: {@code opus/48000/2}, in lower case. */
  public String codec() {
    String name = encoding.toLowerCase(Locale.ROOT) + "/" + clockRate;
    return channels == 1 ? name : name + "/" + channels;
  }

  public boolean is(String name) {
    return encoding.equalsIgnoreCase(name);
  }

  /** Digits of a keypad (RFC 4733), not sound. */
  public boolean isTelephoneEvent() {
    return is("telephone-event");
  }

  /** Digits that we can send and read: in the clock of a sound, which is 8000 Hz or more. */
  public boolean isUsableEvent() {
    return isTelephoneEvent() && clockRate >= SLOWEST;
  }

  /** Comfort noise (RFC 3389), which goes along with a codec. */
  public boolean isComfortNoise() {
    return is("CN");
  }

  /** Whether a conversation can be held in it: everything that is neither digits nor noise. */
  public boolean isSpeech() {
    return !isTelephoneEvent() && !isComfortNoise();
  }

  /** As it stands after {@code a=rtpmap:}. */
  public String rtpmap() {
    String text = payloadType + " " + encoding + "/" + clockRate;
    return channels == 1 ? text : text + "/" + channels;
  }
}
