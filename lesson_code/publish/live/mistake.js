// Who reports a mistake need not say where: the form is given the section that is being read.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a.mistake");
  if (!link) return;
  const address = new URL(link.href);
  address.searchParams.set("section", document.querySelector("a.md-nav__link--active[href^='#']")?.hash ?? location.hash);
  link.href = address;
});
