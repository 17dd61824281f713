package org.belfry.appliance.acme;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.belfry.appliance.acme.OpenChallenges.Open;
import org.belfry.pbx.admin.AcmeAdmin.Method;
import org.belfry.pbx.admin.AcmeAdmin.Phase;
import org.belfry.pbx.admin.AcmeAdmin.Reason;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Metadata;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.OrderBuilder;
import org.shredzone.acme4j.PollableResource;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Dns01Challenge;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.challenge.TlsAlpn01Challenge;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.util.KeyPairUtils;

/** One request for a certificate, from account to chain (RFC 8555 §7.1). */
public final class CertificateRequest {
  private static final int CHALLENGE_BITS = 2048;
  private static final Duration FIRST_POLL = Duration.ofMillis(250);
  private static final Duration LAST_POLL = Duration.ofSeconds(5);
  private static final Duration POLL_MAX = Duration.ofSeconds(30);

  /** For one name to be validated, and for the certificate to be issued. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final AcmeDirectory directory;
  private final OpenChallenges challenges;
  private final Wanted wanted;

  /**
   * @param account key of the account, which is made if there is none with it
   * @param email blank for none
   * @param dns needed for {@link Method#DNS_01}
   * @param replaced the certificate that this one is to replace, if it is from the same directory
   */
  public record Wanted(
      KeyPair account,
      String email,
      boolean agreed,
      List<String> names,
      Method method,
      @Nullable DnsUpdate dns,
      @Nullable X509Certificate replaced) {}

  /** A chain, the server's certificate first, and its key. */
  public record Issued(KeyPair key, List<X509Certificate> chain) {}

  public CertificateRequest(AcmeDirectory directory, OpenChallenges challenges, Wanted wanted) {
    this.directory = directory;
    this.challenges = challenges;
    this.wanted = wanted;
  }

  /**
   * Does it all, and waits for it.
   *
   * @param progress called as each phase begins
   * @throws AcmeFailure when there is no certificate
   */
  public Issued run(Consumer<Phase> progress) throws AcmeFailure, InterruptedException {
    try {
      progress.accept(Phase.ACCOUNT);
      Session session = directory.session();
      Login login = login(session);
      progress.accept(Phase.ORDER);
      Order order = order(session, login);
      progress.accept(Phase.VALIDATION);
      for (Authorization each : order.getAuthorizations()) {
        validate(each);
      }
      progress.accept(Phase.ISSUING);
      return issued(order);
    } catch (AcmeException | AcmeProtocolException | AcmeLazyLoadingException e) {
      throw AcmeFailure.of(e);
    }
  }

  /** A key for an account or a certificate: EC P-256. */
  public static KeyPair newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Login login(Session session) throws AcmeException, AcmeFailure {
    Metadata metadata = session.getMetadata();
    if (metadata.isExternalAccountRequired()) {
      throw new AcmeFailure(Reason.EXTERNAL_ACCOUNT, null, null);
    }
    AccountBuilder account = new AccountBuilder().useKeyPair(wanted.account());
    if (metadata.getTermsOfService().isPresent()) {
      if (!wanted.agreed()) {
        throw new AcmeFailure(
            Reason.TERMS, null, metadata.getTermsOfService().orElseThrow().toString());
      }
      account.agreeToTermsOfService();
    }
    if (!wanted.email().isBlank()) {
      account.addEmail(wanted.email());
    }
    return account.createLogin(session);
  }

  private Order order(Session session, Login login) throws AcmeException {
    X509Certificate replaced = wanted.replaced();
    if (replaced != null
        && replaced.getExtensionValue("2.5.29.35") != null
        && session.resourceUrlOptional(Resource.RENEWAL_INFO).isPresent()) {
      try {
        return login.newOrder().domains(wanted.names()).replaces(replaced).create();
      } catch (AcmeRateLimitedException e) {
        throw e;
      } catch (AcmeServerException e) {
        // RFC 9773 §5: a server refuses what it did not issue or has replaced; then it is a new
        // one.
        return login.newOrder().domains(wanted.names()).create();
      }
    }
    OrderBuilder order = login.newOrder().domains(wanted.names());
    return order.create();
  }

  private void validate(Authorization authorization)
      throws AcmeException, AcmeFailure, InterruptedException {
    if (authorization.getStatus() == Status.VALID) {
      return;
    }
    String name = authorization.getIdentifier().getDomain();
    Challenge challenge =
        authorization
            .findChallenge(type())
            .orElseThrow(() -> new AcmeFailure(Reason.METHOD, name, null));
    try (Open open = open(authorization, challenge, name)) {
      challenge.trigger();
      Status status = poll(authorization, Set.of(Status.VALID, Status.INVALID), name);
      if (status == Status.INVALID) {
        throw authorization
            .findChallenge(type())
            .flatMap(Challenge::getError)
            .map(problem -> AcmeFailure.of(problem, name))
            .orElseGet(() -> new AcmeFailure(Reason.SERVER, name, null));
      }
    }
  }

  private String type() {
    return switch (wanted.method()) {
      case HTTP_01 -> Http01Challenge.TYPE;
      case TLS_ALPN_01 -> TlsAlpn01Challenge.TYPE;
      case DNS_01 -> Dns01Challenge.TYPE;
    };
  }

  private Open open(Authorization authorization, Challenge challenge, String name)
      throws AcmeFailure, InterruptedException {
    return switch (challenge) {
      case Http01Challenge file -> challenges.openFile(file.getToken(), file.getAuthorization());
      case TlsAlpn01Challenge tls -> {
        KeyPair key = KeyPairUtils.createKeyPair(CHALLENGE_BITS); // acme4j signs it by RSA
        yield challenges.openCertificate(
            name, key.getPrivate(), tls.createCertificate(key, authorization.getIdentifier()));
      }
      case Dns01Challenge record -> {
        DnsUpdate dns = wanted.dns();
        if (dns == null || !dns.covers(name)) {
          throw new AcmeFailure(Reason.DNS_UPDATE, name, "the zone does not have this name");
        }
        yield dns.open(name, record.getDigest());
      }
      default -> throw new AcmeFailure(Reason.METHOD, name, null);
    };
  }

  private Issued issued(Order order) throws AcmeException, AcmeFailure, InterruptedException {
    Status ready = poll(order, Set.of(Status.READY, Status.VALID, Status.INVALID), null);
    KeyPair key = newKey();
    if (ready == Status.READY) {
      order.execute(key);
      ready = poll(order, Set.of(Status.VALID, Status.INVALID), null);
    }
    if (ready != Status.VALID) {
      throw order
          .getError()
          .map(problem -> AcmeFailure.of(problem, null))
          .orElseGet(() -> new AcmeFailure(Reason.SERVER, null, null));
    }
    return new Issued(key, order.getCertificate().getCertificateChain());
  }

  /** Asks until one of these is the status, no sooner than the authority says. */
  private static Status poll(PollableResource resource, Set<Status> until, @Nullable String name)
      throws AcmeException, AcmeFailure, InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    Duration pause = FIRST_POLL;
    while (Instant.now().isBefore(end)) {
      Instant after = resource.fetch().orElse(null);
      if (until.contains(resource.getStatus())) {
        return resource.getStatus();
      }
      Duration wanted = after == null ? pause : Duration.between(Instant.now(), after);
      Thread.sleep(wanted.compareTo(pause) < 0 ? pause : min(wanted, POLL_MAX));
      pause = min(pause.multipliedBy(2), LAST_POLL);
    }
    throw new AcmeFailure(Reason.TIMEOUT, name, null);
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
