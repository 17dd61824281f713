package org.belfry.appliance.mail;

import jakarta.activation.DataHandler;
import jakarta.activation.FileDataSource;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import org.belfry.appliance.mail.MailProblem.About;
import org.belfry.appliance.outgoing.OutgoingHttp;
import org.belfry.appliance.system.Below;
import org.belfry.pbx.admin.MailAdmin.MailSecurity;
import org.belfry.pbx.admin.ReportFiles;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/** Hands one mail to the server (RFC 5321, RFC 3207, RFC 4954). Blocks for some minutes at most. */
final class Smtp {
  private static final String CONNECT_MS = "10000";
  private static final String ANSWER_MS = "60000";
  private static final long ATTACHMENT_MAX = 20L * 1024 * 1024;
  private static final String SENDER = "Belfry";

  /** Enough for the largest attachment at half a megabit per second. */
  private static final Duration PATIENCE = Duration.ofMinutes(8);

  /** The directories of files that are mailed. */
  private static final List<String> MAILED = List.of("voicemail", "reports");

  private final Path data;
  private final Duration patience;

  /**
   * @param data the directory that attachments are relative to; only voice messages and reports go
   */
  Smtp(Path data) {
    this(data, PATIENCE);
  }

  /**
   * @param patience in which a mail must be sent
   */
  Smtp(Path data, Duration patience) {
    this.data = data;
    this.patience = patience;
  }

  /**
   * @param messageId the same for all tries of a mail
   * @throws MailProblem when the server has not taken it
   */
  void send(MailServer server, String messageId, Mail mail, Instant written) throws MailProblem {
    try (MailSockets sockets = new MailSockets(patience, server.inside())) {
      try {
        send(Session.getInstance(properties(server, sockets)), server, messageId, mail, written);
      } catch (MailProblem e) {
        String broken = sockets.broken();
        throw broken == null ? e : new MailProblem(About.CONVERSATION, broken, e);
      }
    }
  }

  private void send(
      Session session, MailServer server, String messageId, Mail mail, Instant written)
      throws MailProblem {
    try (Transport transport = session.getTransport("smtp")) {
      connect(transport, server);
      MimeMessage message = message(session, server, messageId, mail, written);
      transport.sendMessage(message, message.getAllRecipients());
    } catch (MessagingException e) {
      throw problem(e);
    } catch (IOException e) {
      throw new MailProblem(About.MAIL, "It could not be put together: " + e.getMessage(), e);
    }
  }

  private static Properties properties(MailServer server, MailSockets sockets) {
    Properties p = new Properties();
    p.put("mail.smtp.socketFactory", sockets);
    p.setProperty("mail.smtp.socketFactory.fallback", "false");
    p.setProperty("mail.smtp.connectiontimeout", CONNECT_MS);
    p.setProperty("mail.smtp.timeout", ANSWER_MS);
    p.setProperty("mail.smtp.writetimeout", ANSWER_MS);
    p.setProperty("mail.smtp.auth", Boolean.toString(!server.user().isEmpty()));
    p.setProperty("mail.smtp.ssl.enable", Boolean.toString(server.security() == MailSecurity.TLS));
    String startTls = Boolean.toString(server.security() == MailSecurity.STARTTLS);
    p.setProperty("mail.smtp.starttls.enable", startTls);
    p.setProperty("mail.smtp.starttls.required", startTls);
    p.setProperty("mail.smtp.ssl.checkserveridentity", Boolean.toString(server.tlsVerify()));
    if (!server.tlsVerify()) {
      p.setProperty("mail.smtp.ssl.trust", "*");
    }
    return p;
  }

  private static void connect(Transport transport, MailServer server) throws MailProblem {
    try {
      if (server.user().isEmpty()) {
        transport.connect(server.host(), server.port(), null, null);
      } else {
        transport.connect(server.host(), server.port(), server.user(), server.password());
      }
    } catch (AuthenticationFailedException e) {
      throw new MailProblem(
          About.SERVER, "The mail server refuses our user or password: " + words(e), e);
    } catch (MessagingException e) {
      if (isInside(e)) {
        throw new MailProblem(
            About.SERVER,
            "The mail server is in a private network, which only an owner can allow.",
            e);
      }
      throw new MailProblem(About.SERVER, "The mail server cannot be used: " + words(e), e);
    }
  }

  private static boolean isInside(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutgoingHttp.Inside) {
        return true;
      }
    }
    return false;
  }

  private MimeMessage message(
      Session session, MailServer server, String messageId, Mail mail, Instant written)
      throws MessagingException, MailProblem, IOException {
    MimeMessage message = new Identified(session, "<" + messageId + "@" + host(server) + ">");
    message.setFrom(from(server));
    message.setRecipient(Message.RecipientType.TO, recipient(mail.to()));
    message.setSubject(mail.subject(), StandardCharsets.UTF_8.name());
    message.setSentDate(Date.from(written));
    // RFC 3834 §5: no vacation notices in answer.
    message.setHeader("Auto-Submitted", "auto-generated");
    Mail.Attachment attachment = mail.attachment();
    if (attachment == null) {
      message.setText(mail.text(), StandardCharsets.UTF_8.name());
      return message;
    }
    MimeBodyPart text = new MimeBodyPart();
    MimeMultipart parts = new MimeMultipart(text);
    Path file = mailed(attachment.file());
    String missing = missing(file);
    text.setText(mail.text() + missing, StandardCharsets.UTF_8.name());
    if (file != null && missing.isEmpty()) {
      MimeBodyPart sound = new MimeBodyPart();
      FileDataSource source = new FileDataSource(file.toFile());
      sound.setDataHandler(new DataHandler(source));
      sound.setHeader("Content-Type", type(attachment.name()));
      sound.setFileName(attachment.name());
      parts.addBodyPart(sound);
    }
    message.setContent(parts);
    return message;
  }

  private static InternetAddress recipient(String to) throws MailProblem {
    try {
      return new InternetAddress(to, true);
    } catch (AddressException e) {
      throw new MailProblem(About.MAIL_FOR_EVER, "It cannot be addressed: " + e.getMessage(), e);
    }
  }

  private @Nullable Path mailed(Path file) {
    String first = file.getName(0).toString();
    return !file.isAbsolute() && MAILED.contains(first) && file.getNameCount() > 1
        ? new Below(data.resolve(first)).file(file.subpath(1, file.getNameCount()).toString())
        : null;
  }

  private static String missing(@Nullable Path file) throws IOException {
    if (file == null) {
      return "\n\n(The attachment was not sent: it is neither a voice message nor a report.)\n";
    }
    if (!Files.exists(file)) {
      return "\n\n(The recording was deleted before this mail could be sent.)\n";
    }
    return Files.size(file) > ATTACHMENT_MAX
        ? "\n\n(The recording is too large for a mail.)\n"
        : "";
  }

  private static InternetAddress from(MailServer server)
      throws MessagingException, UnsupportedEncodingException {
    InternetAddress from = new InternetAddress(server.from(), true);
    if (from.getPersonal() == null) {
      from.setPersonal(SENDER, StandardCharsets.UTF_8.name());
    }
    return from;
  }

  private static String host(MailServer server) {
    return server.from().substring(server.from().lastIndexOf('@') + 1).replace(">", "");
  }

  private static String type(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "wav" -> "audio/x-wav";
      case "opus" -> "audio/ogg; codecs=opus";
      case "xlsx" -> ReportFiles.XLSX;
      default -> "application/octet-stream";
    };
  }

  private static MailProblem problem(MessagingException e) {
    int code = code(e);
    String words = words(e);
    if (code / 100 == 5) {
      return new MailProblem(About.MAIL_FOR_EVER, "The mail server refuses it: " + words, e);
    }
    return code / 100 == 4
        ? new MailProblem(About.MAIL, "The mail server does not take it now: " + words, e)
        : new MailProblem(About.CONVERSATION, "The mail server did not take it: " + words, e);
  }

  /** The server's answer (RFC 5321 §4.2) wherever Jakarta Mail has put it; 0 without one. */
  private static int code(@Nullable Exception e) {
    return switch (e) {
      case SMTPAddressFailedException address -> address.getReturnCode();
      case SMTPSenderFailedException sender -> sender.getReturnCode();
      case SMTPSendFailedException sending
          when sending.getReturnCode() / 100 >= 4 && sending.getNextException() == null ->
          sending.getReturnCode();
      case MessagingException other -> code(other.getNextException());
      case null, default -> 0;
    };
  }

  private static String words(MessagingException e) {
    Exception told = e;
    while (told instanceof SendFailedException failed
        && failed.getNextException() instanceof MessagingException next) {
      told = next;
    }
    String message = told.getMessage();
    return message == null
        ? told.getClass().getSimpleName()
        : message.strip().replaceAll("\\s+", " ");
  }

  /** Keeps its Message-ID, which Jakarta Mail would make anew each time. */
  private static final class Identified extends MimeMessage {
    private final String id;

    Identified(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}
