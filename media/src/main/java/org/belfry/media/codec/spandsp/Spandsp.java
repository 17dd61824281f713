package org.belfry.media.codec.spandsp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Cleaner;
import java.util.NoSuchElementException;
import org.belfry.media.codec.LibraryMissing;

/**
 * The functions of libspandsp 0.0.6 that we call. May be used by any number of threads; the states
 * that the functions work on may not.
 */
public final class Spandsp {
  private static final String LIBRARY = "libspandsp.so.2";
  private static final int G722_BITRATE = 64_000;

  private final SymbolLookup symbols;
  private final Cleaner cleaner = Cleaner.create();
  private final MethodHandle g722EncodeInit;
  private final MethodHandle g722Encode;
  private final MethodHandle g722EncodeFree;
  private final MethodHandle g722DecodeInit;
  private final MethodHandle g722Decode;
  private final MethodHandle g722DecodeFree;
  private final MethodHandle dtmfInit;
  private final MethodHandle dtmfReceive;
  private final MethodHandle dtmfFillIn;
  private final MethodHandle dtmfStatus;
  private final MethodHandle dtmfGet;
  private final MethodHandle dtmfFree;

  private Spandsp(SymbolLookup symbols) {
    this.symbols = symbols;
    FunctionDescriptor init = FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT, JAVA_INT);
    FunctionDescriptor work = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_INT);
    FunctionDescriptor free = FunctionDescriptor.of(JAVA_INT, ADDRESS);
    g722EncodeInit = function("g722_encode_init", init);
    g722Encode = function("g722_encode", work);
    g722EncodeFree = function("g722_encode_free", free);
    g722DecodeInit = function("g722_decode_init", init);
    g722Decode = function("g722_decode", work);
    g722DecodeFree = function("g722_decode_free", free);
    dtmfInit = function("dtmf_rx_init", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    dtmfReceive = function("dtmf_rx", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    dtmfFillIn = function("dtmf_rx_fillin", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    dtmfStatus = function("dtmf_rx_status", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    dtmfGet = function("dtmf_rx_get", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_INT));
    dtmfFree = function("dtmf_rx_free", free);
  }

  /**
   * Loads the library. It stays loaded.
   *
   * @throws LibraryMissing when it is not installed, or another version
   */
  public static Spandsp load() throws LibraryMissing {
    return load(LIBRARY);
  }

  @SuppressWarnings("restricted") // the flag for it stands in the launcher: --enable-native-access
  static Spandsp load(String library) throws LibraryMissing {
    try {
      Spandsp spandsp = new Spandsp(SymbolLookup.libraryLookup(library, Arena.global()));
      // The first detector fills tables that all share: while nobody else makes one.
      spandsp.newDtmfDetector().close();
      return spandsp;
    } catch (IllegalArgumentException | NoSuchElementException e) {
      throw new LibraryMissing(
          "G.722 and the detection of DTMF in sound need %s, which cannot be loaded (%s). On Debian: apt install libspandsp2"
              .formatted(library, e.getMessage()),
          e);
    }
  }

  @SuppressWarnings("restricted")
  private MethodHandle function(String name, FunctionDescriptor descriptor) {
    return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(name), descriptor);
  }

  SpandspState newG722Encoder() {
    return newG722(g722EncodeInit, g722EncodeFree);
  }

  SpandspState newG722Decoder() {
    return newG722(g722DecodeInit, g722DecodeFree);
  }

  private SpandspState newG722(MethodHandle init, MethodHandle free) {
    try {
      MemorySegment state = (MemorySegment) init.invokeExact(MemorySegment.NULL, G722_BITRATE, 0);
      return new SpandspState(state, free, cleaner);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** Octets written. */
  int g722Encode(SpandspState encoder, MemorySegment out, MemorySegment pcm, int samples) {
    try {
      return (int) g722Encode.invokeExact(encoder.address(), out, pcm, samples);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** Samples written: two for each octet. */
  int g722Decode(SpandspState decoder, MemorySegment pcm, MemorySegment in, int length) {
    try {
      return (int) g722Decode.invokeExact(decoder.address(), pcm, in, length);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  SpandspState newDtmfDetector() {
    try {
      MemorySegment state =
          (MemorySegment)
              dtmfInit.invokeExact(MemorySegment.NULL, MemorySegment.NULL, MemorySegment.NULL);
      return new SpandspState(state, dtmfFree, cleaner);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** Listens on; {@link #dtmfStatus} and {@link #dtmfGet} say what was heard. */
  void dtmfReceive(SpandspState detector, MemorySegment pcm, int samples) {
    try {
      int left = (int) dtmfReceive.invokeExact(detector.address(), pcm, samples);
      if (left != 0) {
        throw new IllegalStateException(left + " samples were left over");
      }
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** Says that so many samples were lost. */
  void dtmfFillIn(SpandspState detector, int samples) {
    try {
      int left = (int) dtmfFillIn.invokeExact(detector.address(), samples);
      if (left != 0) {
        throw new IllegalStateException(left + " samples were left over");
      }
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** The digit that sounds now, {@code x} for a perhaps, 0 for none. */
  int dtmfStatus(SpandspState detector) {
    try {
      return (int) dtmfStatus.invokeExact(detector.address());
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** Takes the digits that were found since; their count. Room is needed for one more, a zero. */
  int dtmfGet(SpandspState detector, MemorySegment digits) {
    try {
      return (int)
          (long) dtmfGet.invokeExact(detector.address(), digits, (int) digits.byteSize() - 1);
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
