package org.belfry.pbx.sip.locate.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.belfry.pbx.sip.locate.Answer;
import org.belfry.pbx.sip.locate.DnsRecord;
import org.belfry.pbx.sip.locate.NameServer.Reply;
import org.belfry.pbx.sip.locate.Question;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;

/**
 * Follows the names that stand for others (CNAME) from a question to its records, over as many
 * answers as it takes but no more than a few. Records about anything else are not believed.
 */
final class AliasChain {
  private static final int ALIASES_MAX = 8;
  private static final int RECORDS_MAX = 64;
  private static final Duration UNKNOWN_NEGATIVE_TTL = Duration.ofSeconds(30);

  private final Question question;
  private final int type;
  private final Set<Name> passed = new HashSet<>();
  private Name end;
  private long ttl = Integer.MAX_VALUE;

  AliasChain(Question question, Name name, int type) {
    this.question = question;
    this.type = type;
    this.end = name;
  }

  /** The name to ask for next. */
  Name end() {
    return end;
  }

  int type() {
    return type;
  }

  /**
   * What the answer says of the question; null when it leads to another name that must be asked.
   */
  @Nullable Reply read(Message message) {
    Record asked = message.getQuestion();
    if (asked == null || asked.getType() != type || !asked.getName().equals(end)) {
      return DnsClient.failed("the answer is to another question");
    }
    List<Record> section = message.getSection(Section.ANSWER);
    Name askedFor = end;
    for (CNAMERecord alias = alias(section); alias != null; alias = alias(section)) {
      if (!passed.add(end) || passed.size() > ALIASES_MAX) {
        return DnsClient.failed("its names lead round in a circle");
      }
      ttl = Math.min(ttl, alias.getTTL());
      end = alias.getTarget();
    }
    List<DnsRecord> records = records(section);
    if (!records.isEmpty()) {
      return new Reply(new Answer.Found(records), Duration.ofSeconds(ttl));
    }
    boolean toBeContinued =
        message.getRcode() == Rcode.NOERROR && !end.equals(askedFor) && soa(message) == null;
    return toBeContinued ? null : new Reply(Answer.None.NONE, negativeTtl(message));
  }

  private @Nullable CNAMERecord alias(List<Record> section) {
    for (Record record : section) {
      if (record instanceof CNAMERecord alias && alias.getName().equals(end)) {
        return alias;
      }
    }
    return null;
  }

  private List<DnsRecord> records(List<Record> section) {
    List<DnsRecord> records = new ArrayList<>();
    for (Record record : section) {
      if (record.getType() == type
          && record.getName().equals(end)
          && records.size() < RECORDS_MAX) {
        DnsRecord translated = translated(record);
        if (translated != null) {
          records.add(translated);
          ttl = Math.min(ttl, record.getTTL());
        }
      }
    }
    return records;
  }

  private static @Nullable DnsRecord translated(Record record) {
    return switch (record) {
      case NAPTRRecord r ->
          new DnsRecord.Naptr(
              r.getOrder(),
              r.getPreference(),
              r.getFlags().toLowerCase(Locale.ROOT),
              r.getService().toUpperCase(Locale.ROOT),
              text(r.getReplacement()));
      case SRVRecord r ->
          new DnsRecord.Srv(r.getPriority(), r.getWeight(), r.getPort(), text(r.getTarget()));
      case ARecord r -> new DnsRecord.Address(r.getAddress());
      case AAAARecord r -> new DnsRecord.Address(r.getAddress());
      default -> null;
    };
  }

  private static String text(Name name) {
    return name.equals(Name.root) ? "." : name.toString(true).toLowerCase(Locale.ROOT);
  }

  private static @Nullable SOARecord soa(Message message) {
    for (Record record : message.getSection(Section.AUTHORITY)) {
      if (record instanceof SOARecord soa) {
        return soa;
      }
    }
    return null;
  }

  /** RFC 2308 §5: the smaller of the SOA's own TTL and its minimum. */
  private Duration negativeTtl(Message message) {
    SOARecord soa = soa(message);
    return soa == null
        ? UNKNOWN_NEGATIVE_TTL
        : Duration.ofSeconds(Math.min(ttl, Math.min(soa.getTTL(), soa.getMinimum())));
  }

  @Override
  public String toString() {
    return question + " at " + end;
  }
}
