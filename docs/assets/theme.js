// Two mends to the theme, which both work on what it makes in the page.

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

// The bar of a code block's copy button is a nameless <nav>; a screen reader would list each as a place of the page.
new MutationObserver(() => {
  for (const bar of document.querySelectorAll(".md-code__nav:not([role])")) bar.setAttribute("role", "none");
}).observe(document.body, { childList: true, subtree: true });
