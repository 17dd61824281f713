package org.belfry.appliance.phones;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.Optional;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.guard.FailedLogIns;
import org.belfry.appliance.phones.PhoneTable.Fetched;
import org.belfry.appliance.system.Bootstrap;
import org.belfry.pbx.admin.FailedLogInAdmin.Door;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.guard.Guard;
import org.belfry.provisioning.catalogue.Mac;
import org.belfry.provisioning.catalogue.Sighting;
import org.belfry.provisioning.profile.PhoneProfile;
import org.belfry.provisioning.profile.ProfileFile;
import org.belfry.provisioning.vendor.Phonebook;
import org.belfry.provisioning.vendor.Profiles;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;

/**
 * Gives phones their files, below {@code /p/} and a secret of each phone. Whoever does not know a
 * secret is told 404 and nothing else. Guessing does not count at the {@link Guard}, which would
 * ban the address from SIP, and the office's phones with it.
 */
@Controller
class PhoneFiles {
  private static final Logger AUDIT = LoggerFactory.getLogger("audit");
  private static final String ROOT = "/p/";
  private static final int PATH_MAX = 300;

  /** What an upload may have; phones send logs, which nobody reads here. */
  private static final long UPLOAD_MAX = 1_000_000;

  private final Phones phones;
  private final ProfileMaker profiles;
  private final Surroundings surroundings;
  private final FetchLog log;
  private final UnadoptedPhones newcomers;
  private final DirectoryStore directory;
  private final Guard guard;
  private final Bootstrap groundwork;
  private final GivenFiles given;
  private final FailedLogIns failures;
  private final WrongAddresses wrong = new WrongAddresses();

  PhoneFiles(
      Phones phones,
      ProfileMaker profiles,
      Surroundings surroundings,
      FetchLog log,
      UnadoptedPhones newcomers,
      DirectoryStore directory,
      Guard guard,
      Bootstrap groundwork,
      GivenFiles given,
      FailedLogIns failures) {
    this.phones = phones;
    this.profiles = profiles;
    this.surroundings = surroundings;
    this.log = log;
    this.newcomers = newcomers;
    this.directory = directory;
    this.guard = guard;
    this.groundwork = groundwork;
    this.given = given;
    this.failures = failures;
  }

  @RequestMapping(
      path = "/p/**",
      method = {RequestMethod.GET, RequestMethod.HEAD})
  void get(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Instant now = Instant.now();
    Phone phone = known(request, response, now);
    if (phone == null) {
      return;
    }
    String name = file(request);
    if (!request.isSecure() && !phone.wishes().plainHttp()) {
      // 308 keeps the method; the secret was said in the clear, the passwords are not.
      response.setStatus(308);
      response.setHeader("Location", surroundings.secureDirectory(phone.token()) + name);
      return;
    }
    Sighting seen = Sighting.of(request.getHeader("User-Agent"));
    if (!seen.mayBe(phone.model().brand(), phone.mac()) && seen.mac() != null) {
      AUDIT.warn(
          "phone files refused source={} phone={} asked by={}",
          request.getRemoteAddr(),
          phone.id(),
          seen.mac().shown());
      answerNotFound(response);
      return;
    }
    if (seen.firmware() != null) {
      String text = seen.firmware().text();
      phones.fetched(phone.id(), f -> new Fetched(text, f.at(), f.tag()));
    }
    PhoneProfile profile = profiles.profile(phone);
    ProfileFile file = find(phone, profile, name);
    String tag = file != null && file.secret() ? file.tag() : null;
    Fetched before = phones.fetched(phone.id());
    // Before the first byte leaves: who has the file must count as having it.
    Fetched state =
        phones.fetched(phone.id(), f -> tag == null ? f : new Fetched(f.firmware(), now, tag));
    int status = 404;
    if (file == null) {
      answerNotFound(response);
    } else {
      try {
        status = give(file, request, response);
      } catch (IOException cut) {
        phones.fetched(phone.id(), f -> f.equals(state) ? before : f);
        throw cut;
      }
    }
    boolean other = tag != null && !tag.equals(before.tag());
    log.note(
        phone.id(),
        now,
        name,
        status,
        request.getHeader("User-Agent"),
        request.getRemoteAddr(),
        state,
        other && profile != null && file != null ? given.kept(phone, profile, file) : null);
  }

  /** Poly phones upload their logs, which is a way to keep them content. */
  @RequestMapping(path = "/p/**", method = RequestMethod.PUT)
  void put(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (known(request, response, Instant.now()) != null) {
      long length = request.getContentLengthLong();
      response.setStatus(length < 0 || length > UPLOAD_MAX ? 413 : 204);
    }
  }

  /** The phone whose secret was said; null when that was nobody's, which is answered then. */
  private @Nullable Phone known(
      HttpServletRequest request, HttpServletResponse response, Instant now) {
    InetAddress source = InetAddress.ofLiteral(request.getRemoteAddr());
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    String path = request.getRequestURI();
    if (path.length() > PATH_MAX || !path.startsWith(ROOT) || !guard.admits(source, Instant::now)) {
      answerNotFound(response);
      return null;
    }
    String rest = path.substring(ROOT.length());
    int slash = rest.indexOf('/');
    Phone phone = slash < 0 ? null : phones.byToken(rest.substring(0, slash));
    if (phone != null) {
      return phone;
    }
    Mac mac = Mac.within(rest);
    Sighting seen = Sighting.of(request.getHeader("User-Agent"));
    if (slash < 0 && mac != null && phones.byMac(mac) == null) {
      newcomers.seen(mac, seen, request.getRemoteAddr(), "files", now);
    } else {
      failures.tell(Door.PHONE_FILES, request.getRemoteAddr(), "");
      // Not at the guard: nobody behind an office's address may silence its phones by a few links.
      // 128 bits are not guessed; what is left to limit is the log.
      if (wrong.isWorthALine(source, now)) {
        AUDIT.warn("phone files guessed source={}", request.getRemoteAddr());
      }
    }
    answerNotFound(response);
    return null;
  }

  private static void answerNotFound(HttpServletResponse response) {
    response.setStatus(404);
    response.setContentLength(0);
  }

  /** The last part of the path: folders that some phones put before their files say nothing. */
  private static String file(HttpServletRequest request) {
    String path = request.getRequestURI();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private @Nullable ProfileFile find(Phone phone, @Nullable PhoneProfile profile, String name) {
    if (name.equals("ca.pem")) {
      return new ProfileFile(name, "application/x-pem-file", authority(), false);
    }
    if (profile == null) {
      return null;
    }
    if (Phonebook.isFile(phone.model().brand(), profile.digits(), name)) {
      return phonebook().file(phone.model().brand(), name);
    }
    Optional<ProfileFile> file =
        name.isEmpty()
            ? Optional.of(Profiles.files(profile).getFirst())
            : Profiles.file(profile, name);
    return file.orElse(null);
  }

  private Phonebook phonebook() {
    return new Phonebook(
        directory.current().users().values().stream()
            .distinct()
            .sorted(Comparator.comparing(User::name).thenComparing(User::extension))
            .map(user -> new Phonebook.Entry(user.name(), user.extension()))
            .toList());
  }

  private String authority() {
    try {
      StringWriter pem = new StringWriter();
      pem.append("-----BEGIN CERTIFICATE-----\n");
      pem.append(
          Base64.getMimeEncoder(64, new byte[] {'\n'})
              .encodeToString(groundwork.certificate().authority().getEncoded()));
      return pem.append("\n-----END CERTIFICATE-----\n").toString();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("our own certificate cannot be written down", e);
    }
  }

  private static int give(
      ProfileFile file, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String tag = "\"" + file.tag() + "\"";
    response.setHeader("ETag", tag);
    String has = request.getHeader("If-None-Match");
    if (has != null && (has.strip().equals("*") || has.contains(tag))) {
      response.setStatus(304); // RFC 9110 §13.1.2
      return 304;
    }
    byte[] bytes = file.text().getBytes(StandardCharsets.UTF_8);
    response.setStatus(200);
    response.setContentType(file.contentType());
    response.setContentLength(bytes.length);
    if (!request.getMethod().equals("HEAD")) {
      response.getOutputStream().write(bytes);
    }
    return 200;
  }
}
