package org.belfry.media.sdp.negotiation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.belfry.media.sdp.BadSdp;
import org.belfry.media.sdp.Samples;
import org.belfry.media.sdp.SessionDescription;

/** Plays one directory of {@code src/test/resources/sdp/cases}: what we write, by file name. */
final class GoldenCase {
  private final Path directory;
  private final Map<String, String> written = new LinkedHashMap<>();
  private MediaNegotiation call;

  GoldenCase(Path directory) {
    this.directory = directory;
  }

  Map<String, String> play() {
    SideProfile a = SideProfile.PLAIN;
    SideProfile b = SideProfile.PLAIN;
    CodecPolicy policy = CodecPolicy.DEFAULT;
    int round = 0;
    for (String line : Samples.text(directory.resolve("case.txt")).lines().toList()) {
      String[] words = line.split(" +");
      switch (words[0]) {
        case "a" -> a = profile(words);
        case "b" -> b = profile(words);
        case "adding" -> policy = policy.withAdding(CodecPolicy.Adding.valueOf(words[1]));
        case "order" -> policy = policy.withOrder(List.of(words).subList(1, words.length));
        case "round" -> {
          call = call == null ? MediaNegotiation.between(a, b, policy) : call;
          round(++round, Side.valueOf(words[1]), words[2], words[3]);
        }
        default -> {
          if (!line.startsWith("#") && !line.isEmpty()) {
            throw new AssertionError(directory + ": " + line);
          }
        }
      }
    }
    return written;
  }

  private static SideProfile profile(String[] words) {
    SideProfile profile =
        switch (words[1]) {
          case "PLAIN" -> SideProfile.PLAIN;
          case "SDES_OPTIONAL" -> SideProfile.SDES_OPTIONAL;
          case "SDES_REQUIRED" -> SideProfile.SDES_REQUIRED;
          case "DTLS" -> SideProfile.DTLS;
          case "WEBRTC" -> SideProfile.WEBRTC;
          default -> throw new AssertionError(words[1]);
        };
    return words.length < 3
        ? profile
        : profile.withUnderstands(List.of(words).subList(2, words.length));
  }

  private void round(int number, Side from, String offer, String answer) {
    try {
      MediaNegotiation.Forwarded onward = call.offer(from, read(offer), Ours.to(from.other()));
      put(number + "-offer.sdp", onward.description().text());
      if (answer.equals("refused")) {
        call = onward.next().refused();
        return;
      }
      MediaNegotiation.Answered answered =
          onward.next().answer(from.other(), read(answer), Ours.to(from));
      put(number + "-answer.sdp", answered.description().text());
      put(number + "-agreement.txt", AgreementText.of(answered.agreement()));
      call = answered.next();
    } catch (BadSdp refused) {
      put(number + "-refused.txt", refused.warning().code() + " " + refused.getMessage() + "\n");
    }
  }

  private SessionDescription read(String name) {
    Path own = directory.resolve(name + ".sdp");
    return Files.exists(own) ? Samples.parsed(Samples.wire(own)) : Samples.description(name);
  }

  private void put(String name, String text) {
    written.put(name, text.replace("\r\n", "\n"));
  }

  /** The expected files that stand there. */
  List<String> expected() {
    var names = new ArrayList<String>();
    for (Path file : Samples.list(directory)) {
      String name = file.getFileName().toString();
      if (name.matches("[0-9]+-(offer|answer|agreement|refused)\\.(sdp|txt)")) {
        names.add(name);
      }
    }
    return names;
  }
}
