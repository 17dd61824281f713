package org.belfry.media.srtp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * Cisco's libsrtp (Debian's libsrtp2-1), which most phones and browsers have inside: the other side
 * of {@link LibSrtpTest}. One session in one direction, without MKI.
 */
final class LibSrtp implements AutoCloseable {
  private static final String LIBRARY = "libsrtp2.so.1";

  private static final int ANY_INBOUND = 2;
  private static final int ANY_OUTBOUND = 3;
  private static final int POLICY_BYTES = 128;
  private static final int RTP_POLICY = 8;
  private static final int RTCP_POLICY = 32;
  private static final int KEY = 56;
  private static final int WINDOW = 88;

  /** It wants to be told once that it begins. */
  private static final SymbolLookup BEGUN = begin();

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment session;
  private final MemorySegment buffer = arena.allocate(4096, 8);
  private final MemorySegment length = arena.allocate(JAVA_INT);

  LibSrtp(SrtpKeys keys, boolean sending) throws Throwable {
    MemorySegment policy = arena.allocate(POLICY_BYTES, 8);
    policy.set(JAVA_INT, 0, sending ? ANY_OUTBOUND : ANY_INBOUND);
    // RFC 4568 §6.2: the short tag is RTP's only.
    switch (keys.suite()) {
      case AES_CM_128_HMAC_SHA1_80 -> policies(policy, "rtp_default", "rtcp_default");
      case AES_CM_128_HMAC_SHA1_32 -> policies(policy, "aes_cm_128_hmac_sha1_32", "rtcp_default");
      case AES_256_CM_HMAC_SHA1_80 ->
          policies(policy, "aes_cm_256_hmac_sha1_80", "aes_cm_256_hmac_sha1_80");
      case AES_256_CM_HMAC_SHA1_32 ->
          policies(policy, "aes_cm_256_hmac_sha1_32", "aes_cm_256_hmac_sha1_80");
      case AEAD_AES_128_GCM -> policies(policy, "aes_gcm_128_16_auth", "aes_gcm_128_16_auth");
      case AEAD_AES_256_GCM -> policies(policy, "aes_gcm_256_16_auth", "aes_gcm_256_16_auth");
    }
    MemorySegment secret = arena.allocate(keys.key().length + keys.salt().length);
    MemorySegment.copy(keys.key(), 0, secret, JAVA_BYTE, 0, keys.key().length);
    MemorySegment.copy(keys.salt(), 0, secret, JAVA_BYTE, keys.key().length, keys.salt().length);
    policy.set(ADDRESS, KEY, secret);
    policy.set(JAVA_LONG, WINDOW, 128);
    MemorySegment made = arena.allocate(ADDRESS);
    check(
        (int)
            function("srtp_create", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS))
                .invoke(made, policy));
    session = made.get(ADDRESS, 0);
  }

  private static SymbolLookup begin() {
    SymbolLookup library = SymbolLookup.libraryLookup(LIBRARY, Arena.global());
    try {
      check(
          (int)
              Linker.nativeLinker()
                  .downcallHandle(library.findOrThrow("srtp_init"), FunctionDescriptor.of(JAVA_INT))
                  .invoke());
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
    return library;
  }

  private void policies(MemorySegment policy, String rtp, String rtcp) throws Throwable {
    policy(policy, RTP_POLICY, rtp);
    policy(policy, RTCP_POLICY, rtcp);
  }

  private void policy(MemorySegment policy, int at, String suite) throws Throwable {
    function("srtp_crypto_policy_set_" + suite, FunctionDescriptor.ofVoid(ADDRESS))
        .invoke(policy.asSlice(at, 24));
  }

  byte[] protectRtp(byte[] packet) throws Throwable {
    return through("srtp_protect", packet);
  }

  byte[] protectRtcp(byte[] packet) throws Throwable {
    return through("srtp_protect_rtcp", packet);
  }

  byte[] unprotectRtp(byte[] packet) throws Throwable {
    return through("srtp_unprotect", packet);
  }

  byte[] unprotectRtcp(byte[] packet) throws Throwable {
    return through("srtp_unprotect_rtcp", packet);
  }

  private byte[] through(String name, byte[] packet) throws Throwable {
    MemorySegment.copy(packet, 0, buffer, JAVA_BYTE, 0, packet.length);
    length.set(JAVA_INT, 0, packet.length);
    check(
        (int)
            function(name, FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS))
                .invoke(session, buffer, length));
    return buffer.asSlice(0, length.get(JAVA_INT, 0)).toArray(JAVA_BYTE);
  }

  private static MethodHandle function(String name, FunctionDescriptor type) {
    return Linker.nativeLinker().downcallHandle(BEGUN.findOrThrow(name), type);
  }

  private static void check(int status) {
    if (status != 0) {
      throw new AssertionError("libsrtp answers " + status);
    }
  }

  @Override
  public void close() throws Exception {
    try {
      check(
          (int) function("srtp_dealloc", FunctionDescriptor.of(JAVA_INT, ADDRESS)).invoke(session));
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
    arena.close();
  }
}
