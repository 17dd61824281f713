package org.belfry.appliance.e2e;

import static org.belfry.appliance.e2e.CarrierCustomer.national;
import static org.belfry.appliance.e2e.Talker.bothHear;
import static org.belfry.appliance.e2e.Talker.connect;

import org.belfry.appliance.e2e.Carrier.Line;
import org.belfry.appliance.e2e.Speech.Keys;

/** What happens to an answered call over a trunk; in the end two talkers hear each other. */
enum TrunkStory {
  HOLD {
    @Override
    void happens(Company company, Line line) {
      holdInTurn(company.linphone(line.keys()), company.linphoneOutside(line));
    }
  },
  HOLD_BY_BROWSER {
    @Override
    void happens(Company company, Line line) {
      holdInTurn(company.browser(), company.linphoneOutside(line));
    }
  },
  TRANSFER_TO_PHONE {
    @Override
    void happens(Company company, Line line) {
      transfer(company, line, company.baresip(line.keys()), company.baresip(Keys.NONE));
    }
  },
  TRANSFER_TO_BROWSER {
    @Override
    void happens(Company company, Line line) {
      transfer(company, line, company.baresip(line.keys()), company.browser());
    }
  },
  TRANSFER_BY_BROWSER {
    @Override
    void happens(Company company, Line line) {
      transfer(company, line, company.browser(), company.baresip(line.keys()));
    }
  },
  TRANSFER_OUT_AGAIN {
    @Override
    void happens(Company company, Line line) {
      transfer(company, line, company.baresip(line.keys()), company.linphoneOutside(other(line)));
    }
  },
  TRANSFER_OF_COLLEAGUE_OUT {
    @Override
    void happens(Company company, Line line) {
      Talker colleague = company.baresip(line.keys());
      Talker by = company.baresip(Keys.NONE);
      Talker target = company.linphoneOutside(line);
      connect(colleague, by.number(), by);
      bothHear(colleague, by);
      colleague.forgets();
      by.transfers(target.number());
      answers(target);
      colleague.talks();
      bothHear(colleague, target);
      target.hangsUp();
      colleague.callIsOver();
    }
  },
  ATTENDED_TRANSFER_TO_COLLEAGUE {
    @Override
    void happens(Company company, Line line) {
      Talker colleague = company.linphone(line.keys());
      attendedTransfer(company, line, colleague, colleague.number());
    }
  },
  ATTENDED_TRANSFER_OUT {
    @Override
    void happens(Company company, Line line) {
      Talker target = company.linphoneOutside(other(line));
      attendedTransfer(company, line, target, national(target.number()));
    }
  },
  CALL_BACK {
    @Override
    void happens(Company company, Line line) {
      Talker.AtAPhone<Baresip> caller = company.baresipOutside(line);
      Talker agent = company.baresip(Keys.NONE);
      CarrierCustomer site = company.site();
      String queue = "queue-" + agent.number();
      String number = "6" + agent.number().substring(1);
      site.queue(queue, number, agent.number());
      caller.dials(site.inbound(line, number));
      caller.talks();
      site.until(
          "a call-back is wanted",
          () -> {
            caller.phone().presses('1'); // wanted; its number is right
            return caller.phone().said().contains("session closed");
          });
      caller.forgets();
      site.onDuty(queue, agent.number());
      answers(agent);
      answers(caller);
      bothHear(caller, agent);
      caller.hangsUp();
      agent.callIsOver();
    }
  };

  abstract void happens(Company company, Line line);

  boolean hasTheBrowser() {
    return name().contains("BROWSER");
  }

  private static void holdInTurn(Talker inside, Talker outside) {
    connect(inside, national(outside.number()), outside);
    bothHear(inside, outside);
    inside.holds();
    inside.resumes();
    bothHear(inside, outside);
    outside.holds();
    outside.resumes();
    bothHear(inside, outside);
    inside.hangsUp();
    outside.callIsOver();
  }

  private static void transfer(Company company, Line line, Talker by, Talker target) {
    Talker caller = company.linphoneOutside(line);
    connect(caller, company.site().inbound(line, by.number()), by);
    bothHear(caller, by);
    by.transfers(target.number());
    answers(target);
    bothHear(caller, target);
    caller.hangsUp();
    target.callIsOver();
  }

  private static void attendedTransfer(Company company, Line line, Talker target, String number) {
    Talker caller = company.linphoneOutside(line);
    Talker.AtAPhone<Linphone> by = company.linphone(Keys.NONE);
    connect(caller, company.site().inbound(line, by.number()), by);
    bothHear(caller, by);
    by.holds();
    by.forgets();
    connect(by, number, target);
    bothHear(by, target);
    by.phone().joins(1, 2);
    bothHear(caller, target);
    caller.hangsUp();
    target.callIsOver();
  }

  private static void answers(Talker called) {
    called.rings();
    called.answers();
    called.talks();
  }

  private static Line other(Line line) {
    return line == Line.PLAIN ? Line.ENCRYPTED : Line.PLAIN;
  }
}
