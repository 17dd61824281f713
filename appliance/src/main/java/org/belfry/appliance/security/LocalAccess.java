package org.belfry.appliance.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.Bootstrap;
import org.belfry.appliance.system.DataDirectory;
import org.belfry.pbx.admin.AccountAdmin.Scope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * The way of this machine's own commands to the API: a bearer token, new at each start, in the file
 * {@code local-api} of the data directory. Only root and the appliance's account can read it; who
 * can may read the database too. Two lines: where the API is, and the token. It is not in the
 * language of any program, since whoever has broken into our account can write it, and root reads
 * it.
 */
@Component
public class LocalAccess {
  /** As whom the audit log knows them. */
  static final Accounts.Token BEARER =
      new Accounts.Token("this machine", null, Set.of(Scope.ADMIN), null);

  private static final Logger LOG = LoggerFactory.getLogger(LocalAccess.class);
  private static final String LOOPBACK = "127.0.0.1";
  private static final int TOKEN_BYTES = 32;

  private final byte[] token;
  private final Path file;
  private final String url;

  LocalAccess(BelfryProperties properties, Bootstrap groundwork) {
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    token = Base64.getUrlEncoder().withoutPadding().encode(bytes);
    file = groundwork.data().path().resolve("local-api");
    String own = properties.hasAdminPort() ? properties.adminAddress() : null;
    String here = properties.bind() == null ? LOOPBACK : groundwork.addresses().web();
    String host = own == null ? here : own;
    url =
        "https://"
            + (host.indexOf(':') >= 0 ? "[" + host + "]" : host)
            + ":"
            + properties.portOfAdministration();
  }

  /** Not before there is an API to go to. */
  @Order(Ordered.HIGHEST_PRECEDENCE)
  @EventListener
  void on(ApplicationReadyEvent event) {
    String text =
        """
        at %s
        token %s
        """
            .formatted(url, new String(token, StandardCharsets.US_ASCII));
    try {
      DataDirectory.writePrivate(file, text.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      LOG.warn("{} cannot be written; the commands of this machine have no way in", file, e);
    }
  }

  /** In constant time. */
  boolean isToken(String secret) {
    return MessageDigest.isEqual(token, secret.getBytes(StandardCharsets.UTF_8));
  }
}
