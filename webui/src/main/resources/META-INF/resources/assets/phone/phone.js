// The phone of the portal: <belfry-phone>. Stands beside the pages and not in one of them, so a call goes on
// while the reader goes from one to the other. Of several tabs one has the phone; the others wait for it.
import { Attention } from "./attention.js";
import { Call } from "./call.js";
import { Equipment } from "./equipment.js";
import { Line } from "./line.js";
import { watchQuality } from "./quality.js";
import { Sound } from "./sound.js";
import { Tabs } from "./tabs.js";
import { show } from "./view.js";

const CALLS_MAX = 4;
const OVER_MS = 4000;
const ASK_MS = 200; // after the last key, before colleagues are looked for
const NOTES_MAX = 5;
const DIALLED = /^[+*#0-9 ()\/.-]+$/;
const PARKED = /^Parked at (\S+)\.$/; // the server's text to who has parked a call

class Phone extends HTMLElement {
  #line = new Line(() => this.$server.access(location.hostname).then((text) => JSON.parse(text)));
  #release = null;
  #tabs = null;
  #wantedElsewhere = false;
  #attention = new Attention(this);
  #equipment = new Equipment(this, (why, way) => this.#problem(why, way));
  #watches = new Map();
  #lost = false;
  #asking = 0;
  #clock = 0;
  #wanted = null;
  sound = new Sound();
  calls = [];
  colleagues = [];
  /** What was said last to those who do not see it. */
  said = "";
  /** What the reader sees: open or not, which part, what was typed. */
  ui = {
    open: false,
    large: false,
    part: "dial",
    number: "",
    keys: false,
    tonesOf: null,
    tones: "",
    transferring: null,
    transferTo: "",
    problem: null,
    devices: null,
  };
  /** Texts of the server that the reader has not closed: where a call is parked. */
  notes = [];
  /** Emergency calls that the front desk has not acknowledged. */
  alarms = [];
  /** Calls of the user that may be recorded, in every browser and on every phone. */
  recordings = [];
  line = "off";
  words = {};

  static observedAttributes = ["alarms", "recordings"];

  attributeChangedCallback(name, _before, text) {
    if (name === "recordings") {
      this.recordings = JSON.parse(text ?? "[]");
      this.draw();
      return;
    }
    const known = new Set(this.alarms.map((each) => each.id));
    this.alarms = JSON.parse(text ?? "[]");
    this.alarms.filter((each) => !known.has(each.id)).forEach((each) => this.#attention.alarmed(each));
    this.#attention.sounds();
    this.draw();
  }

  connectedCallback() {
    this.words = JSON.parse(this.getAttribute("words") ?? "{}");
    this.setAttribute("role", "region");
    this.setAttribute("aria-label", this.words.title);
    this.popover = "manual"; // above dialogs, as a call does not wait for them
    this.#attention.toFront();
    this.#line.addEventListener("state", (e) => this.#lineIs(e.detail));
    this.#line.addEventListener("session", (e) => this.#session(e.detail));
    this.#line.addEventListener("text", (e) => this.#text(e.detail));
    this.online = () => this.#line.hurry();
    window.addEventListener("online", this.online);
    navigator.connection?.addEventListener?.("change", this.online);
    this.plugged = () => this.#equipment.plugged();
    navigator.mediaDevices?.addEventListener?.("devicechange", this.plugged);
    this.leaving = (e) => {
      if (this.#talks()) {
        e.preventDefault();
      }
    };
    window.addEventListener("beforeunload", this.leaving);
    // A page that goes takes its calls along: the others are told, and not left with nobody.
    this.gone = () => this.calls.filter((call) => call.state !== "incoming").forEach((call) => call.hangUp());
    window.addEventListener("pagehide", this.gone);
    this.#tabs = new Tabs(this.getAttribute("owner"), () => this.#release !== null && this.#talks());
    this.#tabs.addEventListener("wanted", () => (this.#wantedElsewhere = true));
    this.onkeydown = (e) => {
      if (e.key === "Escape" && this.ui.open) {
        e.stopPropagation();
        this.close();
      }
    };
    this.digits = (e) => this.#digit(e);
    document.addEventListener("keydown", this.digits);
    this.#clock = setInterval(() => {
      if (this.calls.some((call) => call.since !== null)) {
        this.draw();
      }
    }, 1000);
    this.#take(false);
    this.draw();
  }

  disconnectedCallback() {
    clearInterval(this.#clock);
    window.removeEventListener("online", this.online);
    navigator.connection?.removeEventListener?.("change", this.online);
    navigator.mediaDevices?.removeEventListener?.("devicechange", this.plugged);
    window.removeEventListener("beforeunload", this.leaving);
    window.removeEventListener("pagehide", this.gone);
    document.removeEventListener("keydown", this.digits);
    this.#attention.leave();
    this.#tabs.close();
    this.calls.forEach((call) => call.hangUp());
    this.sound.quiet();
    this.#equipment.endTrial();
    this.#line.stop();
    this.#release?.();
  }

  // ---- what the pages and the buttons ask for ----

  /** Calls a number; what others do on the line waits. */
  async call(number, seen = false) {
    this.open();
    const wanted = await this.#meant(number);
    if (wanted === "" || this.calls.filter((c) => c.live).length >= CALLS_MAX) {
      return;
    }
    if (this.line !== "ready") {
      this.#problem("notready", { number: wanted });
      return;
    }
    const stream = await this.#equipment.stream(seen, { number: wanted, again: () => this.call(wanted, seen) });
    if (stream === null) {
      return;
    }
    this.#holdOthers(null);
    Object.assign(this.ui, { number: "", keys: false, transferring: null, part: "calls" });
    const session = this.#line.call(wanted, stream);
    this.calls.find((each) => each.session === session)?.pictures.begin(stream);
    this.draw();
  }

  async answer(call, seen = false) {
    const stream = await this.#equipment.stream(seen, { again: () => this.answer(call, seen) });
    if (stream === null || call.state !== "incoming") {
      stream?.getTracks().forEach((track) => track.stop());
      return;
    }
    this.#holdOthers(call);
    call.answer(stream);
  }

  hold(call) {
    call.hold();
  }

  resume(call) {
    this.#holdOthers(call);
    call.resume();
  }

  /** Shows the camera, or no longer. */
  async camera(call) {
    if (call.pictures.own !== null) {
      await call.pictures.show(null);
      return;
    }
    const track = await this.#equipment.camera();
    if (track === null) {
      return;
    }
    if (call.live) {
      await call.pictures.show(track);
    } else {
      track.stop();
    }
  }

  /** Without asking who is there (RFC 5589 §6): the call waits meanwhile, and comes back if it does not work. */
  async transfer(call, number) {
    const wanted = await this.#meant(number);
    if (wanted === "") {
      return;
    }
    this.#transfers(null);
    this.draw();
    call.sentTo = await this.#named(wanted);
    if (!call.held) {
      await call.hold();
    }
    if (!(await call.transfer(wanted))) {
      this.#problem("transfer");
    }
  }

  /** Opens the form of a transfer under this call, or closes it. */
  transferring(call) {
    this.#transfers(this.ui.transferring === call.id ? null : call.id);
    this.#look();
    this.draw();
    this.querySelector("[data-key=transfer]")?.focus();
  }

  /** What stands in the field of a transfer, for which colleagues are suggested. */
  typeTransfer(text) {
    this.ui.transferTo = text;
    this.#look();
    this.draw();
  }

  /** A colleague whom the call could go to; how is chosen by the next button. */
  suggest(number) {
    this.typeTransfer(number);
    this.querySelector("[data-key=transfer-now]")?.focus();
  }

  /** Calls who shall get a call, which waits meanwhile. */
  consult(number) {
    this.#transfers(null);
    return this.call(number);
  }

  /** After asking who is there: joins the two others (RFC 5589 §7), of the call that talks and of the one that waits. */
  async join() {
    const [talking, waiting] = this.joinable();
    waiting.sentTo = talking.sentTo = talking.name || talking.number;
    if (!(await waiting.join(talking))) {
      this.#problem("transfer");
    } else {
      talking.hangUp();
    }
  }

  joinable() {
    const talking = this.calls.find((c) => c.state === "talking" && !c.held);
    const waiting = this.calls.find((c) => c.state === "talking" && c.held && !c.transferring);
    return talking && waiting ? [talking, waiting] : null;
  }

  press(call, key) {
    this.ui.tones = (this.ui.tones + key).slice(-16);
    call.digit(key);
    this.draw();
  }

  /** Rings the reader's other phones, which then call. */
  byDesk(number) {
    this.ui.problem = null;
    this.$server.byDesk(number);
    this.draw();
  }

  /** New credentials at once, as in half an hour anyway. */
  renew() {
    return this.#line.renew();
  }

  devices() {
    this.part("devices");
    return this.#equipment.list();
  }

  choose(kind, id) {
    return this.#equipment.choose(kind, id);
  }

  async notify() {
    await Notification.requestPermission();
    this.#attention.prepare();
    this.draw();
  }

  /** Whether the reader was asked for notifications and has not said yes or no yet. */
  get mayAskToNotify() {
    return globalThis.Notification?.permission === "default" && localStorage.getItem("belfry.phone.unnoted") === null;
  }

  /** No notifications; the choice is still to be found with the devices. */
  neverNotify() {
    localStorage.setItem("belfry.phone.unnoted", "1");
    this.draw();
  }

  /** Closes a text of the server. */
  read(note) {
    this.notes = this.notes.filter((each) => each !== note);
    this.draw();
  }

  /** What stands in the field; colleagues of whom it is a part are looked for. */
  type(text) {
    this.ui.number = text;
    this.#look();
    this.draw();
  }

  /** From the server: colleagues and their lamps, as often as something changes. */
  colleaguesAre(text) {
    this.colleagues = JSON.parse(text);
    this.draw();
  }

  /** What the server knows of a call's recording; null when the call may not be recorded. */
  recordingOf(call) {
    if (call.state !== "talking") {
      return null;
    }
    const same = this.recordings.find((each) => each.id === call.callId);
    if (same) {
      return same;
    }
    // A call by a trunk has another Call-ID on its other side.
    const alike = this.recordings.filter((each) => each.with === call.number);
    if (alike.length === 1) {
      return alike[0];
    }
    const single = this.calls.filter((each) => each.state === "talking").length === 1 && this.recordings.length === 1;
    return single ? this.recordings[0] : null;
  }

  record(recording, command) {
    this.$server.record(recording.id, command);
  }

  /** Somebody at the front desk takes care of an emergency call. */
  acknowledge(id) {
    this.$server.acknowledge(id);
  }

  open() {
    this.ui.open = true;
    this.#look();
    this.draw();
  }

  close() {
    this.ui.open = false;
    this.#equipment.endTrial();
    this.#look();
    this.draw();
    this.querySelector("[data-key=face]")?.focus();
  }

  part(name) {
    this.ui.part = name;
    this.ui.problem = null;
    if (name !== "devices") {
      this.#equipment.endTrial();
    }
    this.#look();
    this.draw();
  }

  dismiss() {
    this.ui.problem = null;
    this.draw();
  }

  /** Takes the phone from the tab that has it, or waits for the end of the call there. */
  async takeHere() {
    if (await this.#tabs.free()) {
      this.#take(true);
    } else {
      this.#problem("elsewhere");
    }
  }

  /** What is going on, for tests and for those who look into it. */
  report() {
    return {
      line: this.line,
      problem: this.ui.problem?.why ?? null,
      said: this.said,
      calls: this.calls.map((c) => ({
        id: c.id,
        state: c.state,
        number: c.number,
        name: c.name,
        held: c.held,
        heldByOther: c.heldByOther,
        muted: c.muted,
        broken: c.broken,
        quality: c.quality ?? null,
        shows: c.pictures.own !== null,
        sees: c.pictures.theirs !== null,
        cause: c.cause,
        sentBy: c.sentBy,
        recording: this.recordingOf(c)?.state ?? null,
      })),
    };
  }

  draw() {
    if (this.isConnected) {
      show(this);
    }
  }

  // ---- within ----

  #talks() {
    return this.calls.some((call) => call.live);
  }

  #take(steal) {
    if (!navigator.locks) {
      this.#line.start();
      return;
    }
    this.line = "elsewhere";
    navigator.locks
      .request(`belfry-phone-${this.getAttribute("owner")}`, { steal }, () => {
        if (this.ui.problem?.why === "elsewhere") {
          this.ui.problem = null;
        }
        this.#line.start();
        return new Promise((release) => (this.#release = release));
      })
      .catch(() => {
        // Another tab has taken it.
        this.#release = null;
        this.calls.forEach((call) => call.hangUp());
        this.#line.stop();
        this.line = "elsewhere";
        if (this.isConnected) {
          this.#take(false);
        }
        this.draw();
      });
  }

  /** The tab that has asked for it is the next that waits. */
  #giveAway() {
    this.#wantedElsewhere = false;
    this.#line.stop();
    this.#release();
    this.#release = null;
    this.#take(false);
    this.draw();
  }

  #lineIs(state) {
    this.line = state;
    this.#attention.sounds();
    if (state === "lost") {
      this.#lost = true;
    }
    if (state === "ready") {
      if (this.#lost) {
        this.#lost = false;
        this.calls.forEach((call) => call.restart());
      }
      if (this.ui.problem?.why === "notready") {
        this.ui.problem = null;
      }
    }
    this.draw();
  }

  #session(detail) {
    const call = new Call(this.#line, detail);
    const before = this.calls.find((c) => c.successor === detail.session);
    if (call.incoming && !before && this.calls.filter((c) => c.live).length >= CALLS_MAX) {
      call.hangUp();
      return;
    }
    call.name ||= this.colleagues.find((each) => each.number === call.number)?.name ?? "";
    this.#tellSender(call);
    this.calls.push(call);
    call.addEventListener("change", () => this.#callChanged(call));
    call.addEventListener("over", () => this.#callOver(call));
    if (before) {
      call.follow(before);
    } else if (call.incoming) {
      this.ui.open = true;
      this.#attention.comes(call);
    }
    if (!call.incoming || !this.#types()) { // nobody loses the field they type in
      this.ui.part = "calls";
    }
    this.#look();
    this.draw();
  }

  #types() {
    return this.contains(document.activeElement) && document.activeElement.matches("input");
  }

  #callChanged(call) {
    this.#attention.changed(call);
    if (call.state === "talking" && !this.#watches.has(call.id)) {
      this.#watches.set(call.id, watchQuality(call, (word) => {
        if (call.quality !== word) {
          call.quality = word;
          this.draw();
        }
      }));
      call.speaker(this.sound.chosen("speaker"));
      this.#equipment.watch(call);
    }
    this.draw();
  }

  #callOver(call) {
    this.#watches.get(call.id)?.();
    this.#watches.delete(call.id);
    if (this.ui.tonesOf === call.id) {
      this.ui.tonesOf = null;
    }
    if (this.ui.transferring === call.id) {
      this.#transfers(null);
    }
    if (this.#wantedElsewhere && this.#release !== null && !this.#talks()) {
      this.#giveAway();
    }
    setTimeout(() => {
      this.calls = this.calls.filter((c) => c !== call);
      if (this.calls.length === 0) {
        this.ui.large = false;
        if (this.ui.part === "calls") {
          this.part("dial");
        }
      }
      this.draw();
    }, OVER_MS);
  }

  #holdOthers(but) {
    this.calls
      .filter((c) => c !== but && c.state === "talking" && !c.held)
      .forEach((c) => c.hold());
  }

  /**
   * @param way.number that could be called from the desk instead
   * @param way.again what to do when the reader has mended it
   */
  #problem(why, way = {}) {
    this.ui.problem = { why, number: way.number ?? null, again: way.again ?? null };
    this.open();
  }

  #transfers(id) {
    Object.assign(this.ui, { transferring: id, transferTo: "" });
    this.#look();
  }

  /** The number of what was typed: a colleague's, when a part of the name says which. */
  async #meant(text) {
    const typed = text.trim();
    if (DIALLED.test(typed) || typed === "" || typed.includes("@") || !this.$server) {
      return typed;
    }
    const number = await this.$server.meant(typed).catch(() => typed);
    if (number === "") {
      this.#problem("several");
    }
    return number;
  }

  /** Who has this number, as the reader knows them. */
  async #named(number) {
    return (await this.$server?.nameOf(number).catch(() => null)) ?? number;
  }

  /** A call that a colleague has transferred here says so (RFC 3892 §2.1). */
  async #tellSender(call) {
    const name = call.sender && (await this.$server?.nameOf(call.sender).catch(() => null));
    if (name) {
      call.sentBy = name;
      this.draw();
    }
  }

  #text(text) {
    const parked = PARKED.exec(text);
    this.notes = [...this.notes, { text: parked ? `${this.words.parked} ${parked[1]}` : text }].slice(-NOTES_MAX);
    this.said = this.notes.at(-1).text;
    this.open();
  }

  /** A digit is meant for the phone unless somebody types it into a field, wherever the focus is otherwise. */
  #digit(e) {
    const at = document.activeElement;
    const here = at === null || at === document.body || this.contains(at);
    if (!this.ui.open || !here || e.ctrlKey || e.altKey || e.metaKey || at?.matches("input, select, textarea") || !/^[0-9*#]$/.test(e.key)) {
      return;
    }
    const call = this.calls.find((each) => each.state === "talking" && !each.held);
    if (call && this.ui.part !== "dial") {
      e.preventDefault();
      if (this.ui.tonesOf !== call.id) {
        Object.assign(this.ui, { tonesOf: call.id, tones: "" });
      }
      this.press(call, e.key);
    } else if (this.ui.part === "dial" && this.line !== "elsewhere") {
      e.preventDefault();
      this.type(this.ui.number + e.key);
      this.querySelector("[data-key=number]")?.focus();
    }
  }

  /** Asks for colleagues while there is a place to show them, and no longer. */
  #look() {
    clearTimeout(this.#asking);
    const wanted = !this.ui.open ? null
      : this.ui.transferring !== null ? this.ui.transferTo.trim()
      : this.ui.part === "dial" && !this.ui.keys ? this.ui.number.trim() : null;
    if (wanted !== this.#wanted) {
      this.#asking = setTimeout(() => {
        this.#wanted = wanted;
        this.$server?.look(wanted);
      }, this.#wanted === null ? 0 : ASK_MS);
    }
  }
}

if (!customElements.get("belfry-phone")) {
  customElements.define("belfry-phone", Phone);
}
