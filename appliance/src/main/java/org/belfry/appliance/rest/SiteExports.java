package org.belfry.appliance.rest;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.belfry.pbx.admin.CallHistory;
import org.belfry.pbx.admin.CallHistory.Filter;
import org.belfry.pbx.admin.CallHistory.StoredCall;
import org.belfry.pbx.admin.ExportAdmin;
import org.belfry.pbx.admin.MailboxAdmin;
import org.belfry.pbx.admin.MailboxAdmin.MailboxView;
import org.belfry.pbx.admin.MailboxAdmin.MessagePage;
import org.belfry.pbx.admin.MailboxAdmin.MessageView;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.PhoneAdmin;
import org.belfry.pbx.admin.PhoneAdmin.PhoneView;
import org.belfry.pbx.admin.UserAdmin;
import org.belfry.pbx.admin.UserAdmin.UserView;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes the exports, a page of rows at a time. */
@Component
class SiteExports implements ExportAdmin {
  private static final int CALLS_MAX = 100_000;
  private static final int PAGE = 500;

  private final UserAdmin users;
  private final PhoneAdmin phones;
  private final CallHistory history;
  private final MailboxAdmin mailboxes;

  SiteExports(UserAdmin users, PhoneAdmin phones, CallHistory history, MailboxAdmin mailboxes) {
    this.users = users;
    this.phones = phones;
    this.history = history;
    this.mailboxes = mailboxes;
  }

  @Override
  public void users(OutputStream out) throws IOException {
    Writer text = writer(out);
    line(text, "extension", "name", "email");
    for (UserView user : users.users()) {
      line(text, user.extension(), user.name(), user.email());
    }
    text.flush();
  }

  @Override
  public void phones(OutputStream out) throws IOException {
    Writer text = writer(out);
    line(
        text,
        "id",
        "mac",
        "brand",
        "model",
        "firmware",
        "users",
        "name",
        "site",
        "registered",
        "fetchedAt",
        "upToDate");
    for (PhoneView phone : phones.phones()) {
      line(
          text,
          phone.id(),
          phone.mac(),
          phone.brand(),
          phone.model(),
          phone.firmware(),
          String.join(" ", phone.users()),
          phone.name(),
          phone.site(),
          phone.registered(),
          phone.fetchedAt(),
          phone.upToDate());
    }
    text.flush();
  }

  @Override
  public void calls(OutputStream out) throws IOException {
    calls(out, Filter.ALL);
  }

  @Override
  public void calls(OutputStream out, Filter filter) throws IOException {
    Writer text = writer(out);
    Instant end = filter.to() == null ? Instant.now() : filter.to();
    calls(text, new Filter(filter.party(), filter.answered(), filter.from(), end));
    text.flush();
  }

  /**
   * @param filter with an end: calls that end meanwhile are not in it
   */
  void calls(Writer out, Filter filter) throws IOException {
    CdrCsv csv = new CdrCsv(out);
    List<StoredCall> page = history.next(filter, null, PAGE);
    for (int count = 0; count < CALLS_MAX && !page.isEmpty(); ) {
      for (StoredCall call : page) {
        csv.line(call);
      }
      count += page.size();
      page = history.next(filter, page.getLast(), PAGE);
    }
  }

  @Override
  public void voicemail(OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    StringBuilder list = new StringBuilder();
    line(list, "file", "mailbox", "folder", "receivedAt", "seconds", "callerNumber", "callerName");
    for (MailboxView mailbox : mailboxes.mailboxes()) {
      for (int offset = 0; ; offset += PAGE) {
        MessagePage page = mailboxes.messages(mailbox.extension(), null, offset, PAGE);
        for (MessageView message : page.messages()) {
          put(zip, list, mailbox.extension(), message);
        }
        if (page.messages().size() < PAGE) {
          break;
        }
      }
    }
    zip.putNextEntry(new ZipEntry("messages.csv"));
    zip.write(list.toString().getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
    zip.finish();
  }

  private void put(ZipOutputStream zip, StringBuilder list, String extension, MessageView message)
      throws IOException {
    String name = extension + "/" + message.id() + ".wav";
    try {
      Path sound = mailboxes.sound(extension, message.id());
      zip.putNextEntry(new ZipEntry(name));
      Files.copy(sound, zip);
      zip.closeEntry();
    } catch (NotFound | NoSuchFileException e) {
      return; // its owner has deleted it meanwhile
    }
    line(
        list,
        name,
        extension,
        message.folder(),
        message.receivedAt(),
        message.seconds(),
        message.callerNumber(),
        message.callerName());
  }

  private static Writer writer(OutputStream out) {
    return new OutputStreamWriter(out, StandardCharsets.UTF_8);
  }

  private static void line(Appendable out, @Nullable Object... cells) throws IOException {
    List<String> texts =
        Arrays.stream(cells).map(cell -> cell == null ? "" : CdrCsv.cell(cell.toString())).toList();
    out.append(String.join(",", texts)).append("\r\n");
  }
}
