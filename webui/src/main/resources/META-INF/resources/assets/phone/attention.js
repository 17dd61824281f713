// How calls make themselves noticed: a bell, the page's title, a notification, words for screen readers.

import { Notices } from "./notices.js";

export class Attention {
  #phone;
  #title = null;
  #sounding = null;
  #notices = new Notices((id, action) => this.#pressed(id, action));

  constructor(phone) {
    this.#phone = phone;
    this.prepare();
  }

  /** The reader may have allowed notifications. */
  prepare() {
    this.#notices.prepare();
  }

  leave() {
    this.#notices.leave();
  }

  #pressed(id, action) {
    const call = this.#phone.calls.find((each) => each.id === id && each.state === "incoming");
    if (!call) {
      return;
    }
    if (action === "answer") {
      this.#phone.answer(call);
    } else if (action === "decline") {
      call.decline();
    }
  }

  /** Somebody calls. */
  comes(call) {
    const { words } = this.#phone;
    this.toFront();
    this.#title ??= document.title;
    document.title = `☎ ${call.name || call.number}`;
    this.changed(call);
    if ((document.hidden || !document.hasFocus()) && globalThis.Notification?.permission === "granted") {
      const close = this.#notices.show(call.id, words.incoming, {
        body: call.name ? `${call.name} (${call.number})` : call.number,
        tag: `belfry-call-${call.id}`,
        requireInteraction: true,
      }, [{ action: "answer", title: words.answer }, { action: "decline", title: words.decline }]);
      call.addEventListener("change", () => {
        if (call.state !== "incoming") {
          close();
        }
      });
    }
  }

  /** Somebody in the house calls an emergency number. */
  alarmed(alarm) {
    this.toFront();
    if (!alarm.test && globalThis.Notification?.permission === "granted") {
      this.#notices.show(null, alarm.heading, {
        body: `${alarm.location}\n${alarm.when}`,
        tag: `belfry-alarm-${alarm.id}`,
        requireInteraction: true,
      });
    }
  }

  /** What is to be heard may be different now. */
  sounds() {
    this.#sound();
  }

  /** Something about a call has changed. */
  changed(call) {
    this.#sound();
    this.#say(call);
    if (this.#title !== null && !this.#phone.calls.some((c) => c.state === "incoming")) {
      document.title = this.#title;
      this.#title = null;
    }
  }

  /** Above dialogs, also those that were opened later. */
  toFront() {
    const phone = this.#phone;
    // Whoever works in it would lose the place.
    if (phone.isConnected && !phone.contains(document.activeElement)) {
      phone.hidePopover?.();
      phone.showPopover?.();
    }
  }

  /** What is to be heard now: a bell, the tone of a bell elsewhere, or nothing. */
  #sound() {
    const { alarms, calls, line, sound } = this.#phone;
    const talks = calls.some((c) => c.state === "talking");
    // One tab of a browser sounds, the one that has the phone.
    const wanted = alarms.some((each) => !each.test) && line !== "elsewhere" ? (talks ? "soft alarm" : "alarm")
      : calls.some((c) => c.state === "incoming")
      ? calls.some((c) => c.state === "talking") ? "soft" : "bell"
      : calls.some((c) => c.ringing) ? "ringback" : null;
    if (wanted === this.#sounding) {
      return;
    }
    this.#sounding = wanted;
    switch (wanted) {
      case "alarm":
        return sound.alarm(false);
      case "soft alarm":
        return sound.alarm(true);
      case "bell":
        return sound.ring(false);
      case "soft":
        return sound.ring(true);
      case "ringback":
        return sound.ringback();
      default:
        return sound.quiet();
    }
  }

  /** Screen readers read out what changes in one place, and only what is about the call. */
  #say(call) {
    const word = call.state === "talking" && call.held ? "held"
      : call.state === "talking" && call.heldByOther ? "waits" : call.state;
    if (call.word !== word) {
      call.word = word;
      const { words } = this.#phone;
      this.#phone.said = `${call.name || call.number}: ${word === "over" && call.sent ? `${words.sent} ${call.sentTo}` : words[`call.${word}`]}`;
    }
  }
}
