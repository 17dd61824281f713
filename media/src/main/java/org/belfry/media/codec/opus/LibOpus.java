package org.belfry.media.codec.opus;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Cleaner;
import java.nio.file.Path;
import org.belfry.media.codec.LibraryMissing;

/**
 * The functions of libopus that we call. May be used by any number of threads; the states that the
 * functions work on may not.
 */
public final class LibOpus {
  /** Requests of opus_encoder_ctl, by the numbers of opus_defines.h. */
  enum Setting {
    BITRATE(4002),
    MAX_BANDWIDTH(4004),
    VBR(4006),
    COMPLEXITY(4010),
    INBAND_FEC(4012),
    PACKET_LOSS_PERCENT(4014),
    DTX(4016),
    SIGNAL(4024);

    final int request;

    Setting(int request) {
      this.request = request;
    }
  }

  static final int SIGNAL_VOICE = 3001;
  private static final int APPLICATION_VOIP = 2048;

  private final SymbolLookup symbols;
  private final Cleaner cleaner = Cleaner.create();
  private final MethodHandle encoderCreate;
  private final MethodHandle encoderControl;
  private final MethodHandle encoderDestroy;
  private final MethodHandle encode;
  private final MethodHandle decoderCreate;
  private final MethodHandle decoderDestroy;
  private final MethodHandle decode;
  private final MethodHandle hasRedundancy;

  private LibOpus(SymbolLookup symbols) {
    this.symbols = symbols;
    FunctionDescriptor destroy = FunctionDescriptor.ofVoid(ADDRESS);
    encoderCreate =
        function(
            "opus_encoder_create",
            FunctionDescriptor.of(ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    encoderControl =
        function(
            "opus_encoder_ctl",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    encoderDestroy = function("opus_encoder_destroy", destroy);
    encode =
        function(
            "opus_encode",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT));
    decoderCreate =
        function(
            "opus_decoder_create", FunctionDescriptor.of(ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
    decoderDestroy = function("opus_decoder_destroy", destroy);
    decode =
        function(
            "opus_decode",
            FunctionDescriptor.of(
                JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    hasRedundancy =
        function("opus_packet_has_lbrr", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  }

  /**
   * Takes the library out of libjitsi's jar and loads it. It stays loaded.
   *
   * @param directory where it is unpacked for a moment: one that exists, that nobody else may write
   *     to, and that is not mounted noexec
   * @throws LibraryMissing with the reason in words
   */
  @SuppressWarnings("restricted") // the flag for it stands in the launcher: --enable-native-access
  public static LibOpus load(Path directory) throws LibraryMissing {
    return UnpackedLibrary.load(
        "jnopus", directory, file -> new LibOpus(SymbolLookup.libraryLookup(file, Arena.global())));
  }

  @SuppressWarnings("restricted")
  private MethodHandle function(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(name), descriptor, options);
  }

  OpusState newEncoder(int sampleRate) {
    try {
      MemorySegment state =
          (MemorySegment)
              encoderCreate.invokeExact(sampleRate, 1, APPLICATION_VOIP, MemorySegment.NULL);
      return new OpusState(requireMade(state), encoderDestroy, cleaner);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  OpusState newDecoder(int sampleRate) {
    try {
      MemorySegment state =
          (MemorySegment) decoderCreate.invokeExact(sampleRate, 1, MemorySegment.NULL);
      return new OpusState(requireMade(state), decoderDestroy, cleaner);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  private static MemorySegment requireMade(MemorySegment state) {
    if (state.address() == 0) {
      throw new IllegalStateException("libopus has no memory for another stream");
    }
    return state;
  }

  void set(OpusState encoder, Setting setting, int value) {
    int result;
    try {
      result = (int) encoderControl.invokeExact(encoder.address(), setting.request, value);
    } catch (Throwable e) {
      throw failed(e);
    }
    if (result != 0) {
      throw new IllegalArgumentException(setting + " = " + value + ": libopus says " + result);
    }
  }

  /** Bytes written, or an error below 0. */
  int encode(OpusState encoder, MemorySegment pcm, int samples, MemorySegment out) {
    try {
      return (int) encode.invokeExact(encoder.address(), pcm, samples, out, (int) out.byteSize());
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** Samples written, or an error below 0. Without a payload (NULL, 0) it conceals. */
  int decode(
      OpusState decoder, MemorySegment in, int length, MemorySegment pcm, int room, boolean fec) {
    try {
      return (int) decode.invokeExact(decoder.address(), in, length, pcm, room, fec ? 1 : 0);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** Whether the payload carries a copy of the one before it (RFC 6716 §2.1.7). */
  boolean hasRedundancy(MemorySegment payload, int length) {
    try {
      return (int) hasRedundancy.invokeExact(payload, length) == 1;
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** The calls themselves throw nothing; what is thrown is a mistake of ours in their types. */
  private static RuntimeException failed(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
  }
}
