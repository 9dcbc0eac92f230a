// A page opened as a file lies in its folder under its full name
if (location.protocol === "file:") {
  for (const link of document.links) {
    if (link.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
  }
}

// The contents of a narrow screen by keyboard: what opens, closes and leads back there are labels, which no key reaches
const drawer = document.getElementById("__drawer");
const contents = document.querySelector(".md-sidebar--primary");
const labels = [...contents.querySelectorAll("label")];
const label = document.querySelector(".md-header [for=__drawer]");
const opener = document.createElement("button");
for (const { name, value } of label.attributes) opener.setAttribute(name, value); // the theme's styles know it by "for"
for (const [name, value] of Object.entries({ type: "button", "aria-label": "차례", "aria-expanded": false })) {
  opener.setAttribute(name, value);
}
opener.append(...label.childNodes);
label.replaceWith(opener);
opener.addEventListener("click", () => drawer.click());
drawer.addEventListener("change", () => {
  opener.setAttribute("aria-expanded", drawer.checked);
  for (const label of labels) label.tabIndex = drawer.checked ? 0 : -1;
});
for (const pressed of [opener, ...labels]) {
  pressed.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation(); // the theme would press Enter, too
    pressed.click();
    const open = labels.filter((each) => each.matches(".md-nav__title") && each.control.checked);
    (drawer.checked ? open.at(-1) : opener).focus();
  });
}
contents.addEventListener("focusout", ({ relatedTarget }) => {
  if (drawer.checked && relatedTarget && !contents.contains(relatedTarget)) drawer.click();
});
addEventListener("keydown", ({ key }) => {
  if (key !== "Escape" || !drawer.checked) return;
  drawer.click();
  opener.focus();
});
