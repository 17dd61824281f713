// A browser phone for tests: SIP.js, driven like the one of phone.js. Its Contact has a random user part.
import { Inviter, Registerer, SessionState, UserAgent } from "sip.js";
import { listen, sample, stopListening } from "./ear.js";

const said = [];
let agent = null;
let call = null;
let asked = null;

// What would make speech out of a tone is off: it takes a steady tone for noise.
const how = {
  constraints: {
    audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    video: false,
  },
};

function watch(session) {
  call = session;
  session.delegate = {
    onSessionDescriptionHandler: (handler) => listen(handler.peerConnection),
    onBye: () => said.push("ended remote"),
    onRefer: (referral) => {
      said.push("refer");
      referral.accept().then(() => {
        const next = referral.makeInviter({ sessionDescriptionHandlerOptions: how });
        watch(next);
        return next.invite();
      });
    },
  };
  session.stateChange.addListener((state) => {
    if (state === SessionState.Established) {
      said.push("confirmed");
    }
    if (state === SessionState.Terminated) {
      said.push("ended");
    }
  });
}

function invite(extension) {
  const session = new Inviter(agent, UserAgent.makeURI("sip:" + extension + "@127.0.0.1"), {
    sessionDescriptionHandlerOptions: how,
  });
  watch(session);
  session.invite({
    requestDelegate: {
      onProgress: () => said.push("ringing"),
      onReject: (response) => said.push("failed " + response.message.statusCode),
    },
  });
}

function offer(hold) {
  call.sessionDescriptionHandlerOptionsReInvite = { ...how, hold };
  call.invite({
    requestDelegate: {
      onAccept: () => said.push((hold ? "hold" : "unhold") + " local"),
      onReject: (response) => said.push("refused " + response.message.statusCode),
    },
  });
}

window.phone = {
  said,
  sample,

  async stats() {
    const found = {};
    const report = await call.sessionDescriptionHandler.peerConnection.getStats();
    report.forEach((each) => {
      if (each.type === "inbound-rtp" && each.kind === "audio") {
        found.received = each.packetsReceived;
      }
    });
    return found;
  },

  async register(server, extension, password) {
    agent = new UserAgent({
      uri: UserAgent.makeURI("sip:" + extension + "@127.0.0.1"),
      authorizationUsername: extension,
      authorizationPassword: password,
      transportOptions: { server },
      logLevel: "error",
      sipExtensionReplaces: "Supported", // otherwise it takes an INVITE with Replaces for a new call
      sessionDescriptionHandlerFactoryOptions: { iceGatheringTimeout: 500 },
      delegate: {
        onInvite: (invitation) => {
          said.push("call from " + invitation.remoteIdentity.uri.user);
          watch(invitation);
          if (invitation.replacee) { // it answers by itself, and ends the call that is replaced
            said.push("replaces");
            invitation.accept({ sessionDescriptionHandlerOptions: how });
          }
        },
      },
    });
    await agent.start();
    const registerer = new Registerer(agent, { expires: 120 });
    registerer.stateChange.addListener((state) => said.push(state.toLowerCase()));
    await registerer.register({
      requestDelegate: {
        onReject: (response) => said.push("registration failed " + response.message.statusCode),
      },
    });
  },

  dial: invite,

  answer() {
    call.accept({ sessionDescriptionHandlerOptions: how });
  },

  hold() {
    offer(true);
  },

  unhold() {
    offer(false);
  },

  // Asks somebody else while the call goes on (RFC 5589 §7).
  consult(extension) {
    asked = call;
    invite(extension);
  },

  // Connects the two; says "transferred" when they talk, and is out of it.
  connect() {
    const first = asked;
    first.refer(call, {
      onNotify: (notification) => {
        notification.accept();
        if (notification.request.body.startsWith("SIP/2.0 200")) {
          said.push("transferred");
          first.bye();
        }
      },
    });
  },

  forget() {
    said.length = 0;
    stopListening();
  },

  hangUp() {
    call.bye();
  },

  stop() {
    agent.stop();
  },
};
