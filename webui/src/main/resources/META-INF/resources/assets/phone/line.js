// The line of the phone: one registration over the site's own WebSocket, with credentials that the page is
// given for an hour and nobody types. Comes back by itself after a loss, and renews in time.
import { UA, version } from "./jssip.js";
import { Wire } from "./wire.js";

const EXPIRES_S = 120;
const RETRY_MS = [1000, 2000, 5000, 10000, 30000];
const GATHERED_MS = 250; // since the last candidate that others can reach
const GATHERING_MS = 1500; // when there is none

/** Emits "state" (detail: connecting, ready, lost, refused, off), "session" (detail: JsSIP's) and "text" (a string). */
export class Line extends EventTarget {
  #ask;
  #wire = null;
  #agent = null;
  #access = null;
  #renewal = 0;
  #retry = 0;
  #failures = 0;
  #stopped = true;
  state = "off";

  /** @param ask gives the access, as a promise */
  constructor(ask) {
    super();
    this.#ask = ask;
  }

  async start() {
    this.#stopped = false;
    this.#be("connecting");
    if (!(await this.renew()) || this.#stopped || this.#agent !== null) {
      return;
    }
    const access = this.#access;
    const wire = new Wire(); // an agent that was stopped closes its own a moment later
    const agent = new UA({
      sockets: [wire],
      uri: `sip:${access.extension}@${access.domain}`,
      display_name: access.name,
      authorization_user: access.username,
      password: access.password,
      register_expires: EXPIRES_S,
      session_timers: false,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 15,
      user_agent: `JsSIP ${version} Belfry`,
    });
    const listen = (name, does) => agent.on(name, (e) => (agent === this.#agent ? does(e) : undefined));
    listen("registered", () => {
      this.#failures = 0;
      this.#be("ready");
    });
    listen("disconnected", () => this.#be("lost"));
    listen("registrationFailed", (e) => this.#refused(e.response));
    listen("newRTCSession", (e) => this.dispatchEvent(new CustomEvent("session", { detail: e })));
    listen("newMessage", (e) => this.#text(e));
    this.#agent = agent;
    this.#wire = wire;
    agent.start();
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#renewal);
    clearTimeout(this.#retry);
    this.#agent?.stop();
    this.#agent = null;
    this.#be("off");
  }

  /** The network may be another one, or back: looks at once whether the line still leads anywhere. */
  hurry() {
    if (this.#stopped) {
      return;
    }
    if (this.#agent === null) {
      clearTimeout(this.#retry);
      this.start();
    } else if (this.#agent.isConnected()) {
      this.#wire.prove();
    } else {
      this.#agent.transport.connect();
    }
  }

  /**
   * Asks for new credentials. With them the line goes on as it is; calls do not notice.
   *
   * @returns whether there are new ones; if not, it is tried again
   */
  async renew() {
    clearTimeout(this.#renewal);
    try {
      this.#access = await this.#ask();
    } catch (e) {
      if (!this.#stopped) {
        this.#later(() => (this.#agent === null ? this.start() : this.renew()));
      }
      return false;
    }
    if (!this.#stopped) {
      this.#agent?.set("authorization_user", this.#access.username);
      this.#agent?.set("password", this.#access.password);
      this.#renewal = setTimeout(() => this.renew(), (this.#access.ttlSeconds * 1000) / 2);
      if (this.state === "refused") {
        this.#agent?.registrator().register();
      }
    }
    return true;
  }

  /** @returns JsSIP's session */
  call(number, stream) {
    return this.#agent.call(this.address(number), this.media(stream));
  }

  /** The address of a number. */
  address(number) {
    return number.includes("@") ? number : `sip:${encodeURIComponent(number)}@${this.#access.domain}`;
  }

  get extension() {
    return this.#access?.extension ?? "";
  }

  /** What a call or its answer needs. */
  media(stream) {
    return {
      mediaStream: stream,
      // A stream is sent as it is; without one there is nothing to send.
      mediaConstraints: stream ? { audio: true, video: true } : { audio: false, video: false },
      rtcOfferConstraints: { offerToReceiveAudio: true },
      pcConfig: {
        iceServers: this.#access.servers.map((s) => ({
          urls: s.urls,
          username: s.username,
          credential: s.credential,
        })),
        bundlePolicy: "max-bundle",
      },
    };
  }

  // The server's addresses are known and public: nobody has to wait for each candidate of ours.
  static hurryCandidates(session) {
    let timer = 0;
    session.on("icecandidate", ({ candidate, ready }) => {
      clearTimeout(timer);
      timer = setTimeout(ready, candidate.type === "host" ? GATHERING_MS : GATHERED_MS);
    });
  }

  // Without an answer the connection is no good. With one it is about credentials: they ran out while the
  // machine slept, or the server was started anew.
  #refused(response) {
    if (this.#stopped) {
      return;
    }
    if (!response) {
      if (this.#agent?.isConnected()) {
        this.#wire.drop();
      }
      return;
    }
    this.#be("refused");
    this.#later(() => this.renew());
  }

  // What the site itself has to say (RFC 3428); texts of users are for phones that can answer them.
  #text({ originator, message, request }) {
    if (originator !== "remote") {
      return;
    }
    const site = request.from.uri.host?.toLowerCase() === this.#access.domain.toLowerCase();
    if (!site || request.from.uri.user || !/^text\/plain\b/i.test(request.getHeader("content-type") ?? "")) {
      message.reject({ status_code: 405 });
      return;
    }
    message.accept();
    this.dispatchEvent(new CustomEvent("text", { detail: request.body }));
  }

  #later(what) {
    clearTimeout(this.#retry);
    const wait = RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)];
    this.#failures++;
    this.#retry = setTimeout(what, wait);
  }

  #be(state) {
    if (this.state !== state) {
      this.state = state;
      this.dispatchEvent(new CustomEvent("state", { detail: state }));
    }
  }
}
