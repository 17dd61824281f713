package org.belfry.webui.users;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.belfry.pbx.admin.CallSettingsAdmin.From;
import org.belfry.pbx.admin.CallSettingsAdmin.On;
import org.belfry.pbx.admin.CallSettingsAdmin.Ring;
import org.belfry.pbx.admin.CallSettingsAdmin.Rule;
import org.belfry.pbx.admin.CallSettingsAdmin.Step;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.Inputs;

/**
 * A rule as a sentence, and as the blocks it is drawn with: when, who, at what times; then what.
 */
final class RuleWords {
  private final Destinations destinations;
  private final Inputs inputs = new Inputs("rules.");

  RuleWords(Destinations destinations) {
    this.destinations = destinations;
  }

  /** {@code Nobody answers · from outside · while Office is closed}. */
  String when(Rule rule) {
    List<String> parts = new ArrayList<>();
    parts.add(inputs.word("on", rule.on() == null ? On.CALL : rule.on()));
    if (rule.from() != null && rule.from() != From.ANYBODY) {
      parts.add(who(rule));
    }
    if (rule.schedule() != null) {
      parts.add(time(rule, rule.schedule()));
    }
    return String.join(" · ", parts);
  }

  /** What a block is about. */
  enum Kind {
    WHEN,
    WHO,
    TIME,
    THEN
  }

  /** A part of a rule as it is drawn. */
  record Block(Kind kind, String words) {}

  /** From left to right: what must be so, then what is done, one after the other. */
  List<Block> blocks(Rule rule) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block(Kind.WHEN, inputs.word("on", rule.on() == null ? On.CALL : rule.on())));
    blocks.add(new Block(Kind.WHO, who(rule)));
    if (rule.schedule() != null) {
      blocks.add(new Block(Kind.TIME, time(rule, rule.schedule())));
    }
    if (rule.follow() == null) {
      blocks.add(new Block(Kind.THEN, then(rule)));
    } else {
      rule.follow().forEach(each -> blocks.add(new Block(Kind.THEN, step(each))));
    }
    return blocks;
  }

  private String who(Rule rule) {
    From from = rule.from() == null ? From.ANYBODY : rule.from();
    return from == From.NUMBERS && rule.numbers() != null
        ? inputs.text("from.these", String.join(", ", rule.numbers()))
        : inputs.word("from", from);
  }

  private String time(Rule rule, String schedule) {
    boolean open = rule.whileOpen() == null || rule.whileOpen();
    return inputs.text(open ? "while.open" : "while.closed", schedule);
  }

  /** {@code Goes to Mailbox of Alice}. */
  String then(Rule rule) {
    if (rule.forwardTo() != null) {
      String words = destinations.words(rule.forwardTo());
      return Destinations.isRefusal(rule.forwardTo()) ? words : inputs.text("then.forward", words);
    }
    if (rule.follow() != null) {
      return inputs.text(
          "then.follow",
          rule.follow().stream().map(this::step).collect(Collectors.joining(inputs.text("next"))));
    }
    Ring ring = rule.ring();
    if (ring != null && ring.seconds() != null) {
      return inputs.text("then.ring.seconds", ring.seconds());
    }
    return ring != null && ring.ringTone() != null
        ? inputs.text("then.ring.tone", ring.ringTone())
        : inputs.text("then.ring");
  }

  private String step(Step step) {
    String numbers =
        step.numbers().stream()
            .map(number -> destinations.nameOf(number))
            .collect(Collectors.joining(" + "));
    return step.seconds() == null ? numbers : numbers + " (" + step.seconds() + " s)";
  }
}
