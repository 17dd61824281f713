package org.belfry.pbx.app.queue;

import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.belfry.pbx.directory.DialPlan;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.NumberClass;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.routing.Numbers;
import org.belfry.pbx.routing.PeerNumbers;
import org.jspecify.annotations.Nullable;

/**
 * Which callers a queue calls back, by its class of service. The number of a caller from outside is
 * what the network says: a spoofed one must not make the site pay.
 */
public final class CallBackNumbers {
  /** No feature codes, and nothing that only looks like a number. */
  private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]{1,20}");

  private final Supplier<Directory> directory;
  private final Numbers numbers;

  public CallBackNumbers(Supplier<Directory> directory, Numbers numbers) {
    this.directory = directory;
    this.numbers = numbers;
  }

  /**
   * What is dialled to call a number back.
   *
   * @param number as the caller showed it
   * @return an extension or an E.164 number; null when the queue does not call it back
   */
  public @Nullable String dialled(Queue queue, @Nullable String number) {
    Queue.CallBack rules = queue.callBack();
    if (rules == null || number == null) {
      return null;
    }
    Directory now = directory.get();
    if (now.user(number) != null) {
      return rules.allows(NumberClass.INTERNAL, null) ? number : null;
    }
    if (!NUMBER.matcher(number).matches()) {
      return null;
    }
    Peer peer = now.peerForNumber(number);
    if (peer != null) {
      return rules.allows(NumberClass.INTERNAL, null)
              && PeerNumbers.forbidden(
                      peer,
                      number,
                      now.dialPlan().outsidePrefix(),
                      each -> read(each, now.dialPlan()),
                      rules::allows)
                  == null
          ? number
          : null;
    }
    return read(number, now.dialPlan()) instanceof Numbers.Reading.Known known
            && known.number().startsWith("+")
            && rules.allows(known.kind(), known.country())
        ? known.number()
        : null;
  }

  private Numbers.Reading read(String number, DialPlan site) {
    return numbers.read(number, site.country(), site.areaCode());
  }
}
