// Korean words are inflected at their end and joined at their start: 경사하강법 holds 하강법. Material's search finds a
// word from its start only, unless the query says "anything before": give each Hangul word that leading star.
const QUERY = 2; // the message that carries a query to the search worker
const send = Worker.prototype.postMessage;

Worker.prototype.postMessage = function (message, ...rest) {
  if (message?.type === QUERY && typeof message.data === "string") {
    const data = message.data.replace(/(^|\s)(?=[가-힣])/g, "$1*");
    return send.call(this, { ...message, data }, ...rest);
  }
  return send.call(this, message, ...rest);
};
