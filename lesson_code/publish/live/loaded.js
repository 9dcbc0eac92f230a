/** All of the page has come: perhaps before our scripts, which wait until it is painted. */
export const loaded = new Promise((done) => {
  if (document.readyState === "complete") done();
  else addEventListener("load", done);
});
