package org.belfry.appliance.mail;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.belfry.appliance.audit.AuditTrail;
import org.belfry.appliance.directory.Seniority;
import org.belfry.appliance.outgoing.OutgoingHttp;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.MailAdmin;
import org.belfry.pbx.admin.NotFound;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The commands on mail. */
@Component
class MariaMailAdmin implements MailAdmin {
  private static final Logger LOG = LoggerFactory.getLogger(MariaMailAdmin.class);
  private static final String KIND = "mail";
  private static final int LIMIT_MAX = 500;

  private final MailSettings settings;
  private final OutboxTable table;
  private final OutboxSender sender;
  private final Smtp smtp;
  private final AuditTrail audit;
  private final ObjectProvider<Seniority> seniority;
  private final InstantSource clock = InstantSource.system();

  MariaMailAdmin(
      MailSettings settings,
      OutboxTable table,
      OutboxSender sender,
      Smtp smtp,
      AuditTrail audit,
      ObjectProvider<Seniority> seniority) {
    this.settings = settings;
    this.table = table;
    this.sender = sender;
    this.smtp = smtp;
    this.audit = audit;
    this.seniority = seniority;
  }

  @Override
  public MailServerView server() {
    MailServer s = settings.server();
    return new MailServerView(
        s.host(),
        s.port(),
        s.from(),
        s.user(),
        !s.password().isEmpty(),
        s.security(),
        s.tlsVerify(),
        settings.setHere(),
        table.count(MailState.WAITING),
        table.count(MailState.GIVEN_UP),
        sender.lastSentAt(),
        sender.problem());
  }

  @Override
  public MailServerView setServer(SetMailServer command) {
    settings.set(checked(command));
    sender.tryNow();
    return server();
  }

  private MailServer checked(SetMailServer c) {
    MailSecurity security = c.security() == null ? MailSecurity.STARTTLS : c.security();
    int port = c.port() == null ? MailServer.usualPort(security) : c.port();
    String host = text(c.host());
    String from = text(c.from());
    String user = text(c.user());
    List<FieldProblem> problems = new ArrayList<>();
    if (!host.matches("[A-Za-z0-9.:_-]{0,255}")) {
      problems.add(new FieldProblem("host", "must be a host name or an IP address"));
    }
    if (port < 1 || port > 65535) {
      problems.add(new FieldProblem("port", "must be 1 to 65535"));
    }
    if (!host.isEmpty() && !Mail.isAddress(from)) {
      problems.add(new FieldProblem("from", "enter a valid e-mail address"));
    }
    if (user.length() > 254) {
      problems.add(new FieldProblem("user", "must not exceed 254 characters"));
    }
    MailServer before = settings.server();
    boolean verify = c.tlsVerify() == null || c.tlsVerify();
    if (c.password() == null && !before.password().isEmpty() && !user.isEmpty()) {
      boolean same =
          host.equalsIgnoreCase(before.host())
              && port == before.port()
              && security == before.security()
              && (verify || !before.tlsVerify());
      if (!same) {
        // Choosing the server would otherwise disclose the password, which is never shown.
        problems.add(new FieldProblem("password", "enter it again for another server"));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidCommand(problems);
    }
    String password = c.password() == null ? before.password() : c.password();
    return new MailServer(
        host,
        port,
        from,
        user,
        user.isEmpty() ? "" : password,
        security,
        verify,
        inside(host, port, before));
  }

  /**
   * Whether the server may be one inside: an owner chooses any, and others go on with the one that
   * there is. What a trial says of a server would otherwise tell which ports inside are open.
   */
  private boolean inside(String host, int port, MailServer before) {
    if (seniority.stream().allMatch(Seniority::owns)) {
      return true;
    }
    if (host.equalsIgnoreCase(before.host()) && port == before.port()) {
      return before.inside();
    }
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        OutgoingHttp.refuseInside(address);
      }
    } catch (OutgoingHttp.Inside e) {
      throw new InvalidCommand("host", "only an owner can choose a server in a private network");
    } catch (UnknownHostException e) {
      LOG.debug("{} is not known to the DNS; what it leads to later is looked at then", host, e);
    }
    return false;
  }

  @Override
  public MailServerView resetServer() {
    settings.reset();
    sender.tryNow();
    return server();
  }

  @Override
  public @Nullable String test(String to) {
    if (!Mail.isAddress(text(to))) {
      throw new InvalidCommand("to", "enter a valid e-mail address");
    }
    MailServer server = settings.server();
    if (!server.there()) {
      throw new InvalidCommand("host", "no mail server is configured");
    }
    try {
      smtp.send(
          server,
          UUID.randomUUID().toString(),
          Mail.of(text(to), "Mail from Belfry", "This mail server takes mail from Belfry.\n"),
          clock.instant());
      sender.tryNow();
      return null;
    } catch (MailProblem e) {
      return e.sentence();
    }
  }

  @Override
  public OutboxPage outbox(@Nullable MailState state, int offset, int limit) {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new InvalidCommand("limit", "must be between 1 and " + LIMIT_MAX);
    }
    if (offset < 0) {
      throw new InvalidCommand("offset", "must not be negative");
    }
    return new OutboxPage(table.page(state, offset, limit), table.count(state), offset, limit);
  }

  @Override
  public void retry(long id) {
    OutgoingMail before = known(id);
    if (!table.retry(id, clock.instant())) {
      throw new NotFound("mail", id);
    }
    audit.tell(KIND, before.to(), Told.of(before), new Told(before.subject(), MailState.WAITING));
    sender.tryNow();
  }

  @Override
  public void delete(long id) {
    OutgoingMail before = known(id);
    if (!table.delete(id)) {
      throw new NotFound("mail", id);
    }
    audit.tell(KIND, before.to(), Told.of(before), null);
  }

  private OutgoingMail known(long id) {
    return table.find(id).orElseThrow(() -> new NotFound("mail", id));
  }

  /** A mail, as the audit log tells it. */
  private record Told(String subject, MailState state) {
    static Told of(OutgoingMail mail) {
      return new Told(mail.subject(), mail.state());
    }
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value.strip();
  }
}
