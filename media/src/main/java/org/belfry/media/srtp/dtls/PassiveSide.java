package org.belfry.media.srtp.dtls;

import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;

/** The server: the other side sends the first ClientHello, and shows a certificate too. */
@SuppressWarnings({"rawtypes", "unchecked", "JdkObsolete", "NonApiType"}) // BouncyCastle's types
final class PassiveSide extends DefaultTlsServer implements Side {
  private final Credentials credentials;
  private final Agreement agreement;
  private final DtlsSettings settings;
  private volatile boolean left;

  PassiveSide(Credentials credentials, Agreement agreement, DtlsSettings settings) {
    super(credentials.crypto());
    this.credentials = credentials;
    this.agreement = agreement;
    this.settings = settings;
  }

  @Override
  public DTLSTransport shakeHands(DatagramTransport datagrams) throws IOException {
    return new DTLSServerProtocol().accept(this, datagrams);
  }

  @Override
  public boolean isLeft() {
    return left;
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return ProtocolVersion.DTLSv12.only();
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return TlsUtils.getSupportedCipherSuites(getCrypto(), Side.suitesOfServer());
  }

  @Override
  protected boolean preferLocalCipherSuites() {
    return true;
  }

  @Override
  public int[] getSupportedGroups() {
    return Side.groups();
  }

  @Override
  public int getHandshakeTimeoutMillis() {
    return Math.toIntExact(settings.timeout().toMillis());
  }

  @Override
  public int getHandshakeResendTimeMillis() {
    return Math.toIntExact(settings.firstResend().toMillis());
  }

  /** Not the certificate's signature counts, but its fingerprint. */
  @Override
  public boolean shouldCheckSigAlgOfPeerCerts() {
    return false;
  }

  @Override
  public void processClientExtensions(Hashtable extensions) throws IOException {
    super.processClientExtensions(extensions);
    UseSRTPData srtp = extensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(extensions);
    if (srtp == null) {
      throw agreement.refusal(
          AlertDescription.handshake_failure, "the other side does not know use_srtp");
    }
    agreement.choose(srtp.getProtectionProfiles());
    agreement.requireExtendedMasterSecret(
        TlsExtensionsUtils.hasExtendedMasterSecretExtension(extensions));
  }

  @Override
  public Hashtable getServerExtensions() throws IOException {
    Hashtable extensions =
        TlsExtensionsUtils.ensureExtensionsInitialised(super.getServerExtensions());
    // RFC 5764 §4.1.3: we use no MKI, whatever the client asked for.
    TlsSRTPUtils.addUseSRTPExtension(
        extensions, new UseSRTPData(new int[] {agreement.profile()}, TlsUtils.EMPTY_BYTES));
    return extensions;
  }

  @Override
  protected TlsCredentialedSigner getECDSASignerCredentials() throws IOException {
    return credentials.signer(context);
  }

  /** RFC 5763 §5: both sides show certificates. */
  @Override
  public CertificateRequest getCertificateRequest() {
    return new CertificateRequest(
        new short[] {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign},
        Side.signatures(),
        null);
  }

  @Override
  public void notifyClientCertificate(Certificate client) throws IOException {
    agreement.check(client);
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    agreement.export(context, false);
  }

  @Override
  public void notifyAlertReceived(short level, short description) {
    left |= description == AlertDescription.close_notify;
  }
}
