package org.belfry.pbx.routing.cpl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.routing.Planned;
import org.belfry.pbx.routing.Reason;
import org.belfry.pbx.routing.Script;
import org.belfry.pbx.routing.Why;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXParseException;

/**
 * A script of the Call Processing Language (RFC 3880) that was read and found good. Immutable; two
 * are equal when their text is.
 */
public final class CplScript implements Script {
  /** RFC 3880 §15.1 */
  public static final String MEDIA_TYPE = "application/cpl+xml";

  private final String text;
  private final @Nullable Action incoming;
  private final @Nullable Action outgoing;

  CplScript(String text, @Nullable Action incoming, @Nullable Action outgoing) {
    this.text = text;
    this.incoming = incoming;
    this.outgoing = outgoing;
  }

  /** What is done with calls of one direction; without a first node, nothing (§10). */
  record Action(@Nullable CplNode first) {}

  /** What came of reading a script. */
  public sealed interface Parsed {}

  /** It is good. */
  public record Read(CplScript script) implements Parsed {}

  /**
   * It is not.
   *
   * @param problems at least one; at most 20
   */
  public record Refused(List<CplProblem> problems) implements Parsed {
    public Refused {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Reads a script. Bounded in time and space whatever the bytes are, and nothing is fetched.
   *
   * @param bytes UTF-8, at most 64 KB
   */
  public static Parsed parse(byte[] bytes) {
    if (bytes.length > CplLimits.BYTES) {
      return refused("A script has at most " + CplLimits.BYTES / 1024 + " KB.");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return parse(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      return refused("A script is UTF-8 text.");
    }
  }

  /** The same for text that has been decoded. */
  public static Parsed parse(String text) {
    if (text.length() > CplLimits.BYTES) {
      return refused("A script has at most " + CplLimits.BYTES / 1024 + " KB.");
    }
    try {
      CplGrammar grammar = new CplGrammar(text);
      CplScript script = grammar.read(XmlReader.read(text));
      return grammar.problems().isEmpty() ? new Read(script) : new Refused(grammar.problems());
    } catch (SAXParseException e) {
      return new Refused(
          List.of(
              new CplProblem(
                  Math.max(1, e.getLineNumber()),
                  Math.max(1, e.getColumnNumber()),
                  String.valueOf(e.getMessage()))));
    }
  }

  private static Refused refused(String sentence) {
    return new Refused(List.of(new CplProblem(1, 1, sentence)));
  }

  @Override
  public Planned plan(Call call, Instant now, Around around) {
    Action action = call.direction() == Direction.INCOMING ? incoming : outgoing;
    List<Reason> reasons = new ArrayList<>();
    if (action == null) {
      reasons.add(
          Reason.of(Why.SCRIPT, around.extension(), "it has nothing for calls of this direction"));
      return new Planned(around.normal(), reasons);
    }
    return new Planned(new CplPlanning(call, now, around, reasons).plan(action.first()), reasons);
  }

  @Override
  public String text() {
    return text;
  }

  @Nullable Action incoming() {
    return incoming;
  }

  @Nullable Action outgoing() {
    return outgoing;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CplScript script && script.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "CplScript[" + text.length() + " characters]";
  }
}
