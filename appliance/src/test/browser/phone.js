// A browser phone for tests: JsSIP, driven from outside by the functions of window.phone, which notes
// what happens in window.phone.said.
import * as JsSIP from "jssip";

const said = [];
let agent = null;
let call = null;

function watch(session) {
  call = session;
  session.on("progress", () => said.push("ringing"));
  session.on("accepted", () => said.push("accepted"));
  session.on("confirmed", () => said.push("confirmed"));
  session.on("failed", (e) => said.push("failed " + e.originator + " " + e.cause));
  session.on("ended", (e) => said.push("ended " + e.originator + " " + e.cause));
}

window.phone = {
  said,

  register(server, extension, password) {
    agent = new JsSIP.UA({
      sockets: [new JsSIP.WebSocketInterface(server)],
      uri: "sip:" + extension + "@127.0.0.1",
      password,
      register_expires: 120,
      session_timers: false,
    });
    agent.on("connected", () => said.push("connected"));
    agent.on("disconnected", () => said.push("disconnected"));
    agent.on("registered", () => said.push("registered"));
    agent.on("unregistered", () => said.push("unregistered"));
    agent.on("registrationFailed", (e) => said.push("registration failed " + e.cause));
    agent.on("newRTCSession", (e) => {
      if (e.originator === "remote") {
        said.push("call from " + e.request.from.uri.user);
        watch(e.session);
      }
    });
    agent.start();
  },

  dial(extension) {
    watch(agent.call("sip:" + extension + "@127.0.0.1", { mediaConstraints: { audio: true, video: false } }));
  },

  answer() {
    call.answer({ mediaConstraints: { audio: true, video: false } });
  },

  hangUp() {
    call.terminate();
  },

  stop() {
    agent.stop();
  },
};
