package org.belfry.media.srtp.dtls;

import java.io.IOException;
import java.security.SecureRandom;
import org.bouncycastle.jcajce.util.DefaultJcaJceHelper;
import org.bouncycastle.jcajce.util.JcaJceHelper;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsCipher;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.TlsDecodeResult;
import org.bouncycastle.tls.crypto.TlsEncodeResult;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;

/**
 * The JDK's arithmetic, whose ciphers call every bad record a wrong MAC: that is what bctls drops
 * in silence, as RFC 6347 §4.1.2.7 asks. A record too short to be one would end the association
 * otherwise, and anybody can send one.
 */
final class TolerantCrypto extends JcaTlsCrypto {
  private TolerantCrypto(JcaJceHelper helper, SecureRandom random) {
    super(helper, helper, random, random);
  }

  static TolerantCrypto with(SecureRandom random) {
    return new TolerantCrypto(new DefaultJcaJceHelper(), random);
  }

  @Override
  public TlsCipher createCipher(TlsCryptoParameters parameters, int encryption, int mac)
      throws IOException {
    return new TolerantCipher(super.createCipher(parameters, encryption, mac));
  }

  private record TolerantCipher(TlsCipher cipher) implements TlsCipher {
    @Override
    public int getCiphertextDecodeLimit(int plaintextLimit) {
      return cipher.getCiphertextDecodeLimit(plaintextLimit);
    }

    @Override
    public int getCiphertextEncodeLimit(int plaintextLimit) {
      return cipher.getCiphertextEncodeLimit(plaintextLimit);
    }

    @Override
    public int getPlaintextDecodeLimit(int ciphertextLimit) {
      return cipher.getPlaintextDecodeLimit(ciphertextLimit);
    }

    @Override
    public int getPlaintextEncodeLimit(int ciphertextLimit) {
      return cipher.getPlaintextEncodeLimit(ciphertextLimit);
    }

    @Override
    public TlsEncodeResult encodePlaintext(
        long sequence,
        short type,
        ProtocolVersion version,
        int headroom,
        byte[] plaintext,
        int offset,
        int length)
        throws IOException {
      return cipher.encodePlaintext(sequence, type, version, headroom, plaintext, offset, length);
    }

    @Override
    public TlsDecodeResult decodeCiphertext(
        long sequence,
        short type,
        ProtocolVersion version,
        byte[] ciphertext,
        int offset,
        int length)
        throws IOException {
      try {
        return cipher.decodeCiphertext(sequence, type, version, ciphertext, offset, length);
      } catch (TlsFatalAlert e) {
        throw new TlsFatalAlert(AlertDescription.bad_record_mac, e);
      }
    }

    @Override
    public void rekeyDecoder() throws IOException {
      cipher.rekeyDecoder();
    }

    @Override
    public void rekeyEncoder() throws IOException {
      cipher.rekeyEncoder();
    }

    @Override
    public boolean usesOpaqueRecordTypeDecode() {
      return cipher.usesOpaqueRecordTypeDecode();
    }

    @Override
    public boolean usesOpaqueRecordTypeEncode() {
      return cipher.usesOpaqueRecordTypeEncode();
    }
  }
}
