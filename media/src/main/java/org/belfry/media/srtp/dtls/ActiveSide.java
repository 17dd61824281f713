package org.belfry.media.srtp.dtls;

import java.io.IOException;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;

/** The client: we send the first ClientHello. */
@SuppressWarnings({"rawtypes", "unchecked", "JdkObsolete", "NonApiType"}) // BouncyCastle's types
final class ActiveSide extends DefaultTlsClient implements Side {
  private final Credentials credentials;
  private final Agreement agreement;
  private final DtlsSettings settings;
  private volatile boolean left;

  ActiveSide(Credentials credentials, Agreement agreement, DtlsSettings settings) {
    super(credentials.crypto());
    this.credentials = credentials;
    this.agreement = agreement;
    this.settings = settings;
  }

  @Override
  public DTLSTransport shakeHands(DatagramTransport datagrams) throws IOException {
    return new DTLSClientProtocol().connect(this, datagrams);
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
    return TlsUtils.getSupportedCipherSuites(getCrypto(), Side.suitesOfClient());
  }

  @Override
  protected Vector getSupportedGroups(Vector namedGroupRoles) {
    Vector<Integer> groups = new Vector<>();
    Arrays.stream(Side.groups()).forEach(groups::add);
    return groups;
  }

  @Override
  protected Vector getSupportedSignatureAlgorithms() {
    return Side.signatures();
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
  public Hashtable getClientExtensions() throws IOException {
    Hashtable extensions =
        TlsExtensionsUtils.ensureExtensionsInitialised(super.getClientExtensions());
    TlsSRTPUtils.addUseSRTPExtension(
        extensions, new UseSRTPData(agreement.profiles(), TlsUtils.EMPTY_BYTES));
    return extensions;
  }

  @Override
  public void processServerExtensions(Hashtable extensions) throws IOException {
    super.processServerExtensions(extensions);
    UseSRTPData srtp = extensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(extensions);
    if (srtp == null) {
      throw agreement.refusal(
          AlertDescription.handshake_failure, "the other side does not know use_srtp");
    }
    agreement.chosen(srtp.getProtectionProfiles(), srtp.getMki());
    agreement.requireExtendedMasterSecret(
        TlsExtensionsUtils.hasExtendedMasterSecretExtension(extensions));
  }

  @Override
  public TlsAuthentication getAuthentication() {
    return new TlsAuthentication() {
      @Override
      public void notifyServerCertificate(TlsServerCertificate server) throws IOException {
        agreement.check(server.getCertificate());
      }

      @Override
      public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
        return credentials.signer(context);
      }
    };
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    agreement.export(context, true);
  }

  @Override
  public void notifyAlertReceived(short level, short description) {
    left |= description == AlertDescription.close_notify;
  }
}
