// What the phone needs of JsSIP.
export { UA, WebSocketInterface, version } from "jssip";
