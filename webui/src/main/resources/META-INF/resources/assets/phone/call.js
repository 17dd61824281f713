// One call of the phone, over JsSIP's session.
import { Line } from "./line.js";
import { Offers } from "./offers.js";
import { Pictures } from "./pictures.js";

const BROKEN_MS = 3000; // often it mends itself
const AGAIN_MS = 10000;
const LOST_MS = 40000;
// The server's reason when nothing came from the other side any more (RFC 3326, ITU-T Q.850).
const MEDIA_LOST = /^Q\.850\s*;\s*cause=41\b/i;
const REFERRED_BY = /sips?:([^@;>]{1,64})@/i; // RFC 3892 §2.1
const HEARD_MS = 1000;
const LOOK_MS = 50;

/** Emits "change" after anything that is shown has changed, and "over" once at the end. */
export class Call extends EventTarget {
  static #numbers = 0;

  #session;
  #line;
  #offers;
  #player = new Audio();
  #brokenSince = null;
  #mending = 0;
  #silent = false;
  #keys = [];
  id = ++Call.#numbers;
  /** calling, incoming, answering, talking, over */
  state;
  /** Whether it rings there, and no sound comes from there yet. */
  ringing = false;
  held = false;
  heldByOther = false;
  muted = false;
  transferring = false;
  since = null;
  endedAt = null;
  cause = null;
  /** SIP's status with which it failed; null when it was answered, or for another reason. */
  status = null;
  /** Whether it ended because nothing came through any more. */
  lost = false;
  answered = false;
  /** Whom we transfer it to, by name. */
  sentTo = null;
  /** Whether it ended because it is there now. */
  sent = false;
  /** Who has transferred it to us: the extension, and the name once it is known. */
  sender = null;
  sentBy = null;
  remote = null;
  pictures;
  /** JsSIP's session that takes the place of this call's, once somebody has sent us to another one. */
  successor = null;

  constructor(line, { session, originator, request }) {
    super();
    this.#line = line;
    this.#session = session;
    this.#offers = new Offers(session);
    this.incoming = originator === "remote";
    this.state = this.incoming ? "incoming" : "calling";
    this.number = session.remote_identity.uri.user ?? "";
    this.name = session.remote_identity.display_name ?? "";
    this.sender = this.incoming ? (REFERRED_BY.exec(request.getHeader?.("referred-by") ?? "")?.[1] ?? null) : null;
    this.pictures = new Pictures(session, this.#offers, this.incoming ? request.body : null, () => this.#changed());
    Line.hurryCandidates(session);
    this.#watch();
  }

  get session() {
    return this.#session;
  }

  /** Of the dialog (RFC 3261 §8.1.1.4). */
  get callId() {
    return this.#session._request?.call_id ?? null;
  }

  get connection() {
    return this.#session.connection;
  }

  get live() {
    return this.state !== "over";
  }

  /** Whether nothing comes through at this moment. */
  get broken() {
    return this.#brokenSince !== null;
  }

  answer(stream) {
    this.state = "answering";
    this.pictures.begin(stream);
    this.#session.answer(this.#line.media(stream));
  }

  /** Goes on where another call ends: as silent as that was, and without ringing if we were talking in it. */
  follow(before) {
    this.#silent = before.muted;
    if (this.incoming) {
      this.answer(before.sound());
    }
  }

  hangUp() {
    if (this.live) {
      this.#session.terminate(this.state === "incoming" ? { status_code: 486 } : undefined);
    }
  }

  /** Somebody does not want to be talked to, which is not being busy (RFC 3261 §21.6.2). */
  decline() {
    this.#session.terminate({ status_code: 603 });
  }

  hold() {
    return this.#holding(true, () => this.#session.hold());
  }

  resume() {
    return this.#holding(false, () => this.#session.unhold());
  }

  mute(on) {
    if (on) {
      this.#session.mute({ audio: true });
    } else {
      this.#session.unmute({ audio: true });
    }
    this.muted = on;
    this.#changed();
  }

  /** A key that is pressed before sound runs waits for it: what the browser sends before DTLS is done is lost. */
  digit(tone) {
    if (this.state === "talking") {
      this.#keys.push(tone);
      this.#sendKeys();
    }
  }

  // Whom we hear has the keys of SRTP, which we may have a moment earlier, and hears us too; who is silent gets a second.
  async #sendKeys() {
    const end = Date.now() + HEARD_MS;
    while (this.#isConnected() && !(await this.#hears()) && Date.now() < end) {
      await new Promise((later) => setTimeout(later, LOOK_MS));
    }
    if (this.live && this.#isConnected()) {
      this.#keys.splice(0).forEach((tone) => this.#session.sendDTMF(tone, { transportType: "RFC2833" }));
    }
  }

  #isConnected() {
    return this.connection.connectionState === "connected";
  }

  async #hears() {
    const stats = await this.connection.getStats();
    return [...stats.values()].some((s) => s.type === "inbound-rtp" && s.kind === "audio" && s.packetsReceived > 0);
  }

  /** Sends the other one to a number (RFC 3515); the promise tells whether somebody answered there. */
  transfer(number) {
    return this.#refer(this.#line.address(number), {});
  }

  /** Joins the others of two calls (RFC 3891); we are out of both then. */
  join(other) {
    return this.#refer(other.session.remote_identity.uri.toString(), { replaces: other.dialog });
  }

  /** The call's names as whoever is to replace it must say them (RFC 3891 §3), by JsSIP's words for them. */
  get dialog() {
    const { _request, _from_tag, _to_tag } = this.#session;
    return this.incoming ? { _request, _from_tag: _to_tag, _to_tag: _from_tag } : { _request, _from_tag, _to_tag };
  }

  /** Looks for another way through the network, for the same call (RFC 8445 §2.4). */
  restart() {
    return this.state === "talking"
      ? this.#offers.make(() => this.#session.renegotiate({ rtcOfferConstraints: { iceRestart: true } }))
      : Promise.resolve(false);
  }

  /** Another microphone; a call that is silent stays so. */
  async microphone(stream) {
    const [track] = stream.getAudioTracks();
    for (const sender of this.connection?.getSenders() ?? []) {
      if (sender.track?.kind === "audio") {
        const old = sender.track;
        track.enabled = old.enabled;
        await sender.replaceTrack(track);
        old.stop();
      }
    }
  }

  async speaker(id) {
    await this.#player.setSinkId?.(id).catch(() => {}); // it is not there any more: the usual one
  }

  async #holding(on, step) {
    const taken = await this.#offers.make(step);
    if (taken) {
      this.held = on;
    } else if (this.live) {
      // JsSIP has taken it for done already.
      this.#session._localHold = this.held;
      this.#session._setLocalMediaStatus();
    }
    this.#changed();
    return taken;
  }

  #refer(target, options) {
    this.transferring = true;
    this.#changed();
    return new Promise((done) => {
      const end = (gone) => {
        this.transferring = false;
        this.#changed();
        done(gone);
      };
      this.#session.refer(target, {
        ...options,
        eventHandlers: {
          requestSucceeded: () => {},
          requestFailed: () => end(false),
          accepted: () => {
            this.sent = true;
            end(true);
            this.hangUp();
          },
          failed: () => end(false),
        },
      });
      // Who was sent away may hang up before telling how it went.
      this.addEventListener("over", () => done(true));
    });
  }

  #watch() {
    const session = this.#session;
    session.on("progress", (e) => {
      this.ringing = !this.incoming && !e.response?.body && this.remote === null;
      this.#changed();
    });
    session.on("accepted", () => this.#talks());
    session.on("confirmed", () => this.#talks());
    session.on("ended", (e) => this.#ends(e));
    session.on("failed", (e) => this.#ends(e));
    session.on("hold", (e) => this.#isHeld(e.originator, true));
    session.on("unhold", (e) => this.#isHeld(e.originator, false));
    const giveWay = (next) => (this.successor = next);
    // Whoever we talk to sends us elsewhere, or somebody else to us: the new call takes this one's place.
    // Whom we are sent to is told by whom (RFC 3892 §2.2).
    session.on("refer", (e) => {
      const by = e.request.getHeader("referred-by");
      e.accept(giveWay, { ...this.#line.media(this.sound()), extraHeaders: by ? [`Referred-By: ${by}`] : [] });
    });
    session.on("replaces", (e) => e.accept(giveWay));
    if (session.connection) {
      this.#listen(session.connection);
    } else {
      session.on("peerconnection", (e) => this.#listen(e.peerconnection));
    }
  }

  /** What we say, for another call. */
  sound() {
    const tracks = this.connection
      .getSenders()
      .map((s) => s.track)
      .filter((t) => t?.kind === "audio")
      .map((t) => t.clone());
    tracks.forEach((track) => (track.enabled = !this.muted)); // a held call was silent
    return tracks.length > 0 ? new MediaStream(tracks) : undefined;
  }

  #listen(connection) {
    connection.addEventListener("track", (e) => {
      if (e.track.kind === "audio") {
        this.remote = new MediaStream([e.track]);
        this.#player.srcObject = this.remote;
        this.#play();
      } else {
        this.pictures.come(e.track);
      }
      this.#changed();
    });
    connection.addEventListener("connectionstatechange", () => this.#connectionIs(connection.connectionState));
  }

  // A page that nobody has touched yet may not make a sound; answering is a touch.
  #play() {
    this.#player.play().catch(() => {});
  }

  #connectionIs(state) {
    if (this.state !== "talking") {
      return;
    }
    if (state === "connected") {
      this.#brokenSince = null;
      clearTimeout(this.#mending);
      this.#sendKeys();
      this.#changed();
    } else if (state === "disconnected" || state === "failed") {
      this.#brokenSince ??= Date.now();
      this.#mendLater(BROKEN_MS);
      this.#changed();
    }
  }

  #mendLater(wait) {
    clearTimeout(this.#mending);
    this.#mending = setTimeout(() => {
      if (!this.live || !this.broken) {
        return;
      }
      if (Date.now() - this.#brokenSince > LOST_MS) {
        this.cause = "Connection Error";
        this.hangUp();
        return;
      }
      if (this.#line.state === "ready") {
        this.restart();
      }
      this.#mendLater(AGAIN_MS);
    }, wait);
  }

  #talks() {
    if (this.live) {
      this.answered = true;
      this.ringing = false;
      this.since ??= Date.now();
      this.state = "talking";
      if (this.#silent) {
        this.#silent = false;
        this.mute(true);
      }
      this.#play();
      this.pictures.agreed();
      this.#changed();
    }
  }

  // What we do ourselves is shown when the other side has taken it.
  #isHeld(originator, on) {
    if (originator === "remote") {
      this.heldByOther = on;
      this.#changed();
    }
  }

  #ends(e) {
    if (this.live) {
      this.state = "over";
      this.endedAt = Date.now();
      this.ringing = false;
      this.cause ??= e.cause ?? null;
      this.status = e.message?.status_code ?? null;
      this.lost = this.broken || MEDIA_LOST.test(e.message?.getHeader?.("Reason") ?? "");
      this.#brokenSince = null;
      clearTimeout(this.#mending);
      this.#player.srcObject = null;
      for (const sender of this.connection?.getSenders() ?? []) {
        sender.track?.stop();
      }
      this.pictures.end();
      this.dispatchEvent(new CustomEvent("over", { detail: e }));
      this.#changed();
    }
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
