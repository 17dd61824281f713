package org.belfry.media.sdp;

import static org.belfry.media.sdp.BadSdp.quoted;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.belfry.media.sdp.BadSdp.Warning;
import org.jspecify.annotations.Nullable;

/**
 * Candidates that follow later: {@code application/trickle-ice-sdpfrag} (RFC 8840 §9).
 *
 * @param credentials whose candidates they are; null if the fragment does not say, or says it by
 *     section
 * @param sections by their {@code a=mid}
 * @param endOfCandidates no more will follow for any section
 */
public record TrickleFragment(
    @Nullable IceCredentials credentials, List<Section> sections, boolean endOfCandidates) {
  public TrickleFragment {
    sections = List.copyOf(sections);
  }

  /**
   * @param mid the section's name; empty if the fragment has no sections
   * @param credentials its own, or the fragment's
   * @param candidates the first {@link SdpLimits#CANDIDATES}
   * @param endOfCandidates no more will follow for this one
   */
  public record Section(
      String mid,
      @Nullable IceCredentials credentials,
      List<Candidate> candidates,
      boolean endOfCandidates) {
    public Section {
      candidates = List.copyOf(candidates);
    }
  }

  /**
   * @throws BadSdp if it is no fragment, or larger than {@link SdpLimits}
   */
  public static TrickleFragment parse(byte[] body) throws BadSdp {
    if (body.length > SdpLimits.OCTETS) {
      throw new BadSdp(
          Warning.MISCELLANEOUS,
          "A fragment of " + body.length + " octets is too large to be read");
    }
    var top = new ArrayList<Line>();
    var parts = new ArrayList<List<Line>>();
    List<Line> current = top;
    for (Line line : DescriptionParser.lines(new String(body, StandardCharsets.ISO_8859_1))) {
      if (line.type() == 'm') {
        // The m-line is there for the grammar only: RFC 8840 §9.2 has the receiver ignore it.
        current = new ArrayList<>();
        parts.add(current);
        if (parts.size() > SdpLimits.MEDIA) {
          throw new BadSdp(
              Warning.MISCELLANEOUS, "A fragment has at most " + SdpLimits.MEDIA + " m-lines");
        }
      } else if (line.type() == 'a') {
        current.add(line);
      } else {
        throw new BadSdp(
            Warning.PARAMETER, "The line " + quoted(line.toString()) + " is none of a fragment");
      }
    }
    return of(new Lines(top), parts);
  }

  private static TrickleFragment of(Lines top, List<List<Line>> parts) {
    IceCredentials common = credentials(top, Lines.NONE);
    var sections = new ArrayList<Section>();
    if (top.has("candidate")) {
      sections.add(new Section("", common, candidates(top), top.has("end-of-candidates")));
    }
    for (List<Line> part : parts) {
      var lines = new Lines(part);
      String mid = lines.value("mid");
      if (mid != null) {
        sections.add(
            new Section(
                mid.strip(),
                credentials(lines, top),
                candidates(lines),
                lines.has("end-of-candidates")));
      }
    }
    return new TrickleFragment(common, sections, top.has("end-of-candidates"));
  }

  private static List<Candidate> candidates(Lines lines) {
    var found = new ArrayList<Candidate>();
    for (String value : lines.values("candidate", SdpLimits.CANDIDATES)) {
      Candidate candidate = Candidate.parse(value);
      if (candidate != null) {
        found.add(candidate);
      }
    }
    return found;
  }

  private static @Nullable IceCredentials credentials(Lines lines, Lines above) {
    String ufrag =
        lines.value("ice-ufrag") == null ? above.value("ice-ufrag") : lines.value("ice-ufrag");
    String password =
        lines.value("ice-pwd") == null ? above.value("ice-pwd") : lines.value("ice-pwd");
    if (ufrag == null
        || password == null
        || !IceCredentials.isUfrag(ufrag.strip())
        || !IceCredentials.isPassword(password.strip())) {
      return null;
    }
    return new IceCredentials(ufrag.strip(), password.strip());
  }

  /** The fragment as it is sent. */
  public String text() {
    var lines = new ArrayList<Line>();
    addCredentials(lines, credentials);
    if (endOfCandidates) {
      lines.add(Line.attribute("end-of-candidates"));
    }
    for (Section section : sections) {
      if (!section.mid().isEmpty()) {
        lines.add(new Line('m', "audio 9 RTP/AVP 0"));
        lines.add(Line.attribute("mid", section.mid()));
        if (credentials == null) {
          addCredentials(lines, section.credentials());
        }
      }
      for (Candidate candidate : section.candidates()) {
        lines.add(Line.attribute("candidate", candidate.text()));
      }
      if (section.endOfCandidates()) {
        lines.add(Line.attribute("end-of-candidates"));
      }
    }
    var out = new StringBuilder();
    new Lines(lines).write(out);
    return out.toString();
  }

  private static void addCredentials(List<Line> lines, @Nullable IceCredentials credentials) {
    if (credentials != null) {
      lines.add(Line.attribute("ice-ufrag", credentials.ufrag()));
      lines.add(Line.attribute("ice-pwd", credentials.password()));
    }
  }
}
